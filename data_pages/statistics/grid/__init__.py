"""Typing figures on one screen, as in a spreadsheet, and reading what became of them."""
