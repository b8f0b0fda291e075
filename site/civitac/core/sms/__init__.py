"""Text messages: transports in the manner of Django's e-mail backends, and the journal that comes before them.

Everything that leaves goes through `journal`, which writes each call down before it is made; a transport is never called
by anyone else.
"""

from .base import Halt, Handover, Message, Outcome, State, Transport, get_transport

__all__ = ["Halt", "Handover", "Message", "Outcome", "State", "Transport", "get_transport"]
