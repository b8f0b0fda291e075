"""Small, shared handling of French words."""

import re
import unicodedata

from django.utils.text import slugify

MOST_WORDS = 12
TIED_LETTERS = [("[Œœ]", "oe"), ("[Ææ]", "ae")]
TAG = re.compile(r"<[^>]*>")
# What makes a spreadsheet compute a cell instead of showing it (OWASP, "CSV Injection").
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")


def fold(text: str) -> str:
    """The form under which a name is looked up: no case, no accent, and one space for any run of other signs.

    >>> fold("Fada N’Gourma") == fold("FADA-N'GOURMA")
    True
    """
    decomposed = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae"))
    plain = "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()
    return re.sub(r"[^0-9a-z]+", " ", plain).strip()


def slug_of(text: str) -> str:
    """The end of an address, in which a letter made of two stays two; `TIED_LETTERS` says the same to the editor's script.

    >>> slug_of("ŒUVRE")
    'oeuvre'
    """
    for tied, apart in TIED_LETTERS:
        text = re.sub(tied, apart, text)
    return slugify(text)


def words_in(stored: object) -> int:
    """About how many words a reader finds in what a stream field stores (text, or lists and dictionaries of it)."""
    if isinstance(stored, str):
        return len(TAG.sub(" ", stored).split())
    if isinstance(stored, dict):
        return sum(words_in(value) for name, value in stored.items() if name not in ("id", "type"))
    return sum(map(words_in, stored)) if isinstance(stored, list) else 0


def holds_a_word(text: str) -> bool:
    return any(sign.isalnum() for sign in text)


def searched_words(text: str) -> str:
    """The letters and digits of a question, and not too many: other signs mean something to a database's own search."""
    found = [word for word in re.findall(r"\w+", text) if fold(word) or not word.isascii()]
    return " ".join(found[:MOST_WORDS])


def in_either_spelling(word: str, ending: str = "") -> str:
    """The word as SQLite's FTS5 asks for it, whose tokenizer leaves œ and æ as they are; `*` as `ending`: its beginning.

    >>> in_either_spelling("ŒUVRE")
    '("oeuvre" OR "œuvre")'
    """
    plain = word.lower().replace('"', '""')
    apart = plain.replace("œ", "oe").replace("æ", "ae")
    tied = plain.replace("oe", "œ").replace("ae", "æ")
    return "(" + " OR ".join(f'"{each}"{ending}' for each in dict.fromkeys((apart, tied))) + ")"


def without_controls(text: str) -> str:
    """The text with one space for any run of signs that XML 1.0 (section 2.2) cannot write, as old files hold them."""
    return re.sub(r"\s*[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]+\s*", " ", text)


def without_marks(text: str) -> str:
    """The text without signs that are not seen: a number copied from a telephone holds marks of its direction.

    >>> without_marks("\u202a+226 70\u200e\u202c")
    '+226 70'
    """
    return "".join(sign for sign in text if unicodedata.category(sign) != "Cf")


def harmless(text: str) -> str:
    """The text, as no spreadsheet that opens a CSV file takes it for a formula."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
