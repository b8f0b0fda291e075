"""Lists of numbers that an operator brings into a group: read, previewed with a reason for each row, added in one go."""
