"""A statistic table as a data package (https://specs.frictionlessdata.io/): its figures in CSV, with what they mean.

These files are for programs: commas, decimal points, codes, UTF-8 without a mark. The files for spreadsheets, with
semicolons and decimal commas, are those of an indicator's page.
"""
