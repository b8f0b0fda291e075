"""The few words that the site understands when it receives a text message. Case and accents mean nothing."""

from __future__ import annotations

import difflib
import itertools
import re
from dataclasses import dataclass
from enum import Enum, auto

from civitac.core.text import fold
from spaces.enums import TextLanguage

STOP = re.compile(r"arret\w*|stop\w*|desabonne\w*|desinscri\w*")
JOIN = ("inscrire", "inscription", "inscris", "inscrit", "inscrivez", "abonner", "abonnement")
# What may stand before it in a sentence: "Je veux m’inscrire à Kaya".
BEFORE_JOIN = ("je", "j", "veux", "voudrais", "aimerais", "m", "s")
HELP = ("aide", "help", "info", "infos")
LANGUAGE = ("langue", "langues")
YES = ("oui", "ok", "yes")
NUMBER = re.compile(r"\d\d?")
LANGUAGES = {
    TextLanguage.FRENCH: ("francais", "fr"),
    TextLanguage.MOORE: ("moore", "more", "mos"),
    TextLanguage.DIOULA: ("dioula", "jula", "dyu"),
    TextLanguage.FULFULDE: ("fulfulde", "peul", "fula", "ff"),
    TextLanguage.GULMANCEMA: ("gulmancema", "gourmantche", "gulmance", "gux"),
}
# How like a keyword a word must be to be taken for it (difflib's ratio). A word alone that is nearly ARRET means it.
LIKE, LIKE_STOP = 0.84, 0.8
# So many words say no more than STOP.
SHORT = 3


class Word(Enum):
    STOP = auto()
    JOIN = auto()
    HELP = auto()
    LANGUAGE = auto()
    CHOICE = auto()  # the answer to a question of ours: yes, or the number of what was offered


@dataclass(frozen=True)
class Command:
    word: Word
    rest: str = ""  # folded: what came after the keyword, or the whole sentence that says STOP


def understand(text: str) -> Command | None:
    """What a text asks for, None when it is for a person to read.

    Stopping wins over everything: at the beginning or the end of any text, or anywhere in a short one.
    """
    words = fold(text).split()
    if not words:
        return None
    places = words if len(words) <= SHORT else [words[0], words[-1]]
    alone = words[0] if len(words) == 1 else ""
    if any(STOP.fullmatch(word) for word in places) or difflib.get_close_matches(alone, ["arret"], 1, LIKE_STOP):
        return Command(Word.STOP, "" if len(words) <= SHORT else " ".join(words))
    wish = list(itertools.dropwhile(BEFORE_JOIN.__contains__, words))
    if wish and difflib.get_close_matches(wish[0], JOIN, 1, LIKE):
        return Command(Word.JOIN, " ".join(wish[1:]))
    first, rest = words[0], " ".join(words[1:])
    if first in HELP and not rest:
        return Command(Word.HELP)
    if first in LANGUAGE:
        return Command(Word.LANGUAGE, rest)
    if not rest and (first in YES or NUMBER.fullmatch(first)):
        return Command(Word.CHOICE, first)
    return None


def language_called(name: str) -> TextLanguage | None:
    words = {word: language for language, names in LANGUAGES.items() for word in names}
    near = difflib.get_close_matches(name, words, 1, LIKE)
    return words[near[0]] if near else None
