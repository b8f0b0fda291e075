"""The public pages of figures: indicators, territories, tables and the comparator, with their downloads."""
