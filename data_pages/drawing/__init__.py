"""Charts and maps as SVG, drawn on the server; knows figures as plain values only."""
