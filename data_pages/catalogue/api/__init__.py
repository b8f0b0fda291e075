"""The interface for programs, /api/donnees/: read-only JSON, described by OpenAPI, under the one rule of visibility.

What describes it (OpenAPI) is put into words when this module is read: only the addresses may import it, which are read
once translations are ready.
"""

from .application import api, no_such_address

__all__ = ["api", "no_such_address"]
