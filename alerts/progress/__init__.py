"""How far an alert has come: counted where it stands, in the same few queries whatever its size."""
