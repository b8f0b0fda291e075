"""Figures: how they are written, typed, undone and asked for."""
