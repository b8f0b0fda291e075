"""A spelling of the same text that costs less, for whoever composes it to accept or not. Nothing is changed unasked.

The tables here are the only ones: the counter of the composing screen (`static/js/sms-counter.js`) is given them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from civitac.core.sms.segments import ALONE, BASIC, EXTENDED, IN_PARTS, Alphabet, Size, measure, parts, units_of
from spaces.enums import TextLanguage

# Signs of print that read the same in their plain form, on every handset.
TYPOGRAPHY = {
    **dict.fromkeys("’‘‚‛ʼ´`", "'"),
    **dict.fromkeys("“”„«»", '"'),
    **dict.fromkeys("‹›", "'"),
    **dict.fromkeys("–—―‐‑−•·", "-"),
    **dict.fromkeys("\u00a0\u202f\u2007\u2009\u200a\u2002\u2003\t", " "),
    # A soft hyphen, a space of no width, a mark of byte order: nobody sees them.
    **dict.fromkeys("\u00ad\u200b\u2060\ufeff", ""),
    "…": "...",
    "œ": "oe",
    "Œ": "OE",
}
# French letters and signs that the cheap alphabet lacks, once their accents are gone.
OTHER_SIGNS = {"№": "no", "²": "2", "³": "3", "½": "1/2", "¼": "1/4", "¾": "3/4"}
# The same of the sign of degrees, which also shortens "numéro"; read by Python and by JavaScript.
SHORTHANDS = {r"(?<=\b[nN])[°º]": "o", r"(?<=\d)\s?[°º](?:\s?C\b)?": " degrés"}
# Words that are other words without their accents.
MISTAKEN = {
    "châsse": "chasse",
    "côte": "cote",
    "côtes": "cotes",
    "côté": "coté",
    "côtés": "cotés",
    "crû": "cru",
    "dû": "du",
    "forêt": "foret",
    "forêts": "forets",
    "hâle": "hale",
    "jeûne": "jeune",
    "jeûnes": "jeunes",
    "maïs": "mais",
    "mûr": "mur",
    "mûrs": "murs",
    "sûr": "sur",
    "sûre": "sure",
    "tâche": "tache",
    "tâches": "taches",
}
# Some gateways number long messages with one more octet: 152 or 66 units in each part.
SHORTER_PARTS = {Alphabet.GSM: 152, Alphabet.UCS2: 66}
# The space that French typography puts inside its quotation marks stands in no plain text.
INSIDE_QUOTES = re.compile(r"(?<=«)[\s\u00a0\u202f]+|[\s\u00a0\u202f]+(?=»)")
WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Proposal:
    """Another spelling, and what it changes."""

    text: str
    before: Size
    after: Size
    mistaken: tuple[tuple[str, str], ...] = ()  # words of the text, and those that they could be read as

    @property
    def saved(self) -> int:
        """Segments for each recipient."""
        return self.before.segments - self.after.segments


def plain(text: str) -> str:
    """The text with plain apostrophes, quotation marks, dashes and spaces; every word keeps its accents."""
    text = INSIDE_QUOTES.sub("", unicodedata.normalize("NFC", text))
    return "".join(TYPOGRAPHY.get(sign, sign) for sign in text)


def without_dear_accents(text: str) -> str:
    """The text with only those accents that the cheap alphabet holds: é stays, ê becomes e; and "n° 5" is "no 5"."""
    for pattern, spelt_out in SHORTHANDS.items():
        text = re.sub(pattern, spelt_out, text)
    return "".join(cheap(sign) for sign in text)


def cheap(sign: str) -> str:
    if sign in BASIC or sign in EXTENDED:
        return sign
    letter = unicodedata.normalize("NFD", sign)[0]
    return letter if letter.isascii() and letter.isalpha() else OTHER_SIGNS.get(sign, sign)


def propose(text: str, language: str) -> Proposal | None:
    """A cheaper spelling; None where there is nothing to gain or to tidy.

    Accents go only where fewer segments leave for it, and only from French: other languages are written with their letters.
    """
    before, tidied = measure(text), plain(text)
    proposed = tidied
    if language == TextLanguage.FRENCH:
        bare = without_dear_accents(tidied)
        if measure(bare).segments < measure(tidied).segments:
            proposed = bare
    if proposed == unicodedata.normalize("NFC", text):
        return None
    words = dict.fromkeys(WORD.findall(tidied)) if proposed != tidied else {}
    mistaken = tuple((word, MISTAKEN[word.lower()]) for word in words if word.lower() in MISTAKEN)
    return Proposal(proposed, before, measure(proposed), mistaken)


def dear_signs(text: str) -> list[str]:
    """The signs, each once, that put the whole text in the dear alphabet."""
    return [sign for sign in dict.fromkeys(unicodedata.normalize("NFC", text)) if sign not in BASIC | EXTENDED]


def is_tight(text: str) -> bool:
    """Whether a gateway that numbers its parts with one more octet would make one more segment of it."""
    size = measure(text)
    if size.units <= ALONE[size.alphabet]:
        return False
    widths = list(units_of(unicodedata.normalize("NFC", text), size.alphabet))
    return parts(widths, SHORTER_PARTS[size.alphabet]) > size.segments


def tables() -> dict[str, object]:
    """What the counter in the browser needs, as JSON."""
    return {
        "basic": "".join(sorted(BASIC)),
        "extended": "".join(sorted(EXTENDED)),
        "alone": {alphabet.value: size for alphabet, size in ALONE.items()},
        "parts": {alphabet.value: size for alphabet, size in IN_PARTS.items()},
        "shorter": {alphabet.value: size for alphabet, size in SHORTER_PARTS.items()},
        "typography": TYPOGRAPHY,
        "signs": OTHER_SIGNS,
        "shorthands": SHORTHANDS,
        "mistaken": MISTAKEN,
    }
