"""Text messages: transports in the manner of Django's e-mail backends, and the journal that comes before them.

Everything that leaves goes through `journal.send`; a transport is never called by anyone else.
"""

from .base import Message, Outcome, State, Transport, get_transport

__all__ = ["Message", "Outcome", "State", "Transport", "get_transport"]
