"""Texts of values as a French spreadsheet opens them at a double click: UTF-8 with its mark, semicolons."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator


class Echo:
    """What `csv.writer` writes to when each line is sent as it is made."""

    def write(self, line: str) -> str:
        return line


def lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The text, line by line. Words that others wrote go through `civitac.core.text.harmless` first."""
    write = csv.writer(Echo(), delimiter=";", lineterminator="\r\n").writerow
    yield "\ufeff"
    yield from map(write, rows)
