"""The demonstration: its content (`content/`, pictures and media beside it) and the code that loads it."""
