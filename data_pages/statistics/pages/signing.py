"""The way to the figures that ask for identification, and back."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from civitac.core.visibility import Visibility, reader_of

from .reading import Cell, Reader, Source


def sign_in_address(address: str) -> str:
    """Where one identifies oneself and comes back to `address`."""
    return f"{reverse('account_login')}?{urlencode({'next': address})}"


def may_be_opened(shown: Iterable[Cell], tables: Iterable[Source], user: Reader) -> bool:
    """Whether some of these figures would open to a visitor who identified themselves."""
    if user.is_authenticated:
        return False
    identified = {table.pk for table in tables if table.visibility == Visibility.IDENTIFIED}
    return any(not cell.is_open and cell.table in identified for cell in shown)


def open_or_ask(shown: Iterable[Cell], request: HttpRequest, address: str) -> HttpResponseRedirect | None:
    """Where to send someone who asks for a file of figures none of which is for them; None when some are.

    Raises PermissionDenied for whom identification has opened nothing.
    """
    shown = list(shown)
    if not shown or any(cell.is_open for cell in shown):
        return None
    if reader_of(request).is_authenticated:
        raise PermissionDenied
    return redirect_to_login(address)
