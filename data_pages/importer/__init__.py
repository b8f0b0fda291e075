"""Reads tables as people have them, says what it understood, shows what would change, applies and undoes."""
