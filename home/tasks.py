"""What the worker does by the clock for the whole site."""

from django.core.management import call_command


def publish_scheduled() -> None:
    """Publish what is due and take down what has expired."""
    call_command("publish_scheduled", verbosity=0)


def clean_up() -> None:
    """Forget finished sessions."""
    call_command("clearsessions")
