from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import models


class PackedPage(models.Model):
    """Some lines of a preview, packed: what the screen shows, and what is written when someone says yes."""

    number = models.PositiveIntegerField()  # from 1
    packed = models.BinaryField()  # JSON, compressed by zlib

    class Meta:
        abstract = True

    @staticmethod
    def pack(lines: list[list]) -> bytes:
        return zlib.compress(json.dumps(lines, separators=(",", ":")).encode(), level=1)

    @property
    def lines(self) -> list[list]:
        return json.loads(zlib.decompress(self.packed))


def cut(lines: Iterable[list], size: int) -> Iterator[list[list]]:
    """The lines, so many at a time."""
    rest = iter(lines)
    while page := list(islice(rest, size)):
        yield page
