"""Composing an alert in the Wagtail admin, and what is done with it there."""
