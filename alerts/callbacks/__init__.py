"""What a gateway tells us: received and stored as it came, then made something of by a worker."""
