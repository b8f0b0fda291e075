"""What is written beside a callback that was not simply applied."""

WAITING = "waiting for its message"
