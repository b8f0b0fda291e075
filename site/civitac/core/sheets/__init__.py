"""Tables as people send and take them: spreadsheets and texts of values, read and written, whatever they are about."""
