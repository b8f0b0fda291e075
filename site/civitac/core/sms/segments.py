"""How much an SMS weighs: its alphabet, its units and the segments it is billed in (3GPP TS 23.038 and 23.040)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# Each of these is sent as an escape and a letter: two units that never part.
EXTENDED = frozenset("^{}\\[~]|€\f")


class Alphabet(StrEnum):
    GSM = "GSM-7"
    UCS2 = "UCS-2"


# Units in a message that is alone, and in each part of a longer one.
ALONE = {Alphabet.GSM: 160, Alphabet.UCS2: 70}
IN_PARTS = {Alphabet.GSM: 153, Alphabet.UCS2: 67}


@dataclass(frozen=True)
class Size:
    alphabet: Alphabet
    units: int
    segments: int


def measure(text: str) -> Size:
    """The size of a text as a handset receives it, in composed letters (NFC); an empty text has no segment."""
    text = unicodedata.normalize("NFC", text)
    alphabet = Alphabet.GSM if all(sign in BASIC or sign in EXTENDED for sign in text) else Alphabet.UCS2
    widths = list(units_of(text, alphabet))
    total = sum(widths)
    if total <= ALONE[alphabet]:
        return Size(alphabet, total, 1 if total else 0)
    return Size(alphabet, total, parts(widths, IN_PARTS[alphabet]))


def units_of(text: str, alphabet: Alphabet) -> Iterator[int]:
    for sign in text:
        if alphabet is Alphabet.GSM:
            yield 2 if sign in EXTENDED else 1
        else:
            yield 2 if ord(sign) > 0xFFFF else 1


def parts(widths: list[int], room: int) -> int:
    """How many parts of `room` units hold letters that are never cut in two."""
    count, left = 1, room
    for width in widths:
        if width > left:
            count, left = count + 1, room
        left -= width
    return count
