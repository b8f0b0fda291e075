"""Documents: what a space publishes as files; their versions, the text inside them, their search and their delivery."""
