"""What the texts of alerts are made of: spelling, and what it costs."""
