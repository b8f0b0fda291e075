"""Figures: their tables in the administration, and the pages where they are read, compared and taken away."""
