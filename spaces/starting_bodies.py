"""What an article of each kind starts from: blocks to fill in or throw away, and a word on what the kind is for.

The hints stand in the text in French, since editors write over them: an article that still holds one is not submitted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .enums import ArticleKind

Block = dict[str, object]


@dataclass(frozen=True)
class Start:
    purpose: str | Promise
    body: list[Block]


class Hint(str):
    """A text that says what to write in its place."""


def paragraph(hint: str) -> Block:
    return {"type": "paragraph", "value": Hint(f"<p>{hint}</p>")}


def heading(text: str) -> Block:
    return {"type": "heading", "value": {"text": text, "level": "h2"}}


def quote() -> Block:
    return {"type": "quote", "value": {"text": "", "author": "", "role": ""}}


def question(text: str = "") -> Block:
    return {"type": "question_answer", "value": {"question": text, "speaker": "", "answer": ""}}


STARTS: dict[str, Start] = {
    ArticleKind.REPORT: Start(
        _("You were there: tell what happened, with the people and the facts."),
        [
            paragraph("Qui, quoi, où, quand : l’essentiel en trois phrases."),
            heading("Sur place"),
            paragraph("Ce que vous avez vu et entendu."),
            quote(),
            heading("Et maintenant ?"),
            paragraph("La suite annoncée, avec une date."),
        ],
    ),
    ArticleKind.COMMENTARY: Start(
        _("You give an opinion, with its reasons."),
        [
            paragraph("Le fait dont vous parlez, et votre idée en une phrase."),
            heading("Pourquoi"),
            paragraph("Vos raisons, avec des faits vérifiables."),
            heading("Ce qu’il faudrait faire"),
            paragraph("Votre proposition."),
        ],
    ),
    ArticleKind.INTERVIEW: Start(
        _("Someone answers your questions."),
        [
            paragraph("Qui est la personne, et pourquoi elle parle aujourd’hui."),
            question(Hint("Première question ?")),
            question(Hint("Deuxième question ?")),
            question("Que dites-vous aux habitants ?"),
        ],
    ),
    ArticleKind.COUNCIL_SESSION: Start(
        _("A session of the council: who was there, what was decided."),
        [
            paragraph("Date, lieu, nombre de présents, quorum, public."),
            {
                "type": "agenda",
                "value": {
                    "title": "Ordre du jour et décisions",
                    "items": [{"subject": Hint("Le premier point à l’ordre du jour"), "decision": "", "result": ""}],
                },
            },
            heading("Les débats"),
            paragraph("Les questions posées, les réponses données."),
            {
                "type": "callout",
                "value": {"tone": "info", "title": "Prochaine session", "text": Hint("<p>Date et lieu.</p>")},
            },
        ],
    ),
    ArticleKind.ACCOUNTABILITY: Start(
        _("Those in charge answer for what they did: figures, promises, results."),
        [
            paragraph("Qui rend compte, de quoi, devant qui."),
            {
                "type": "key_figures",
                "value": {"title": "En chiffres", "figures": [{"value": "", "label": "", "note": ""}]},
            },
            heading("Ce qui était promis, ce qui est fait"),
            paragraph("Point par point."),
            question(Hint("La question posée par une personne du public")),
        ],
    ),
    ArticleKind.TESTIMONY: Start(
        _("Someone tells their own experience. Protect them: a first name or none is enough."),
        [
            paragraph("Qui parle, sans rien qui mette la personne en danger."),
            quote(),
            paragraph("Le récit, à la première personne."),
        ],
    ),
    ArticleKind.PRESS_RELEASE: Start(
        _("An official announcement, as it stands."),
        [
            paragraph("Le texte du communiqué."),
            {
                "type": "callout",
                "value": {"tone": "info", "title": "Contact", "text": Hint("<p>Service à joindre.</p>")},
            },
        ],
    ),
    ArticleKind.BRIEF: Start(_("A few lines: one fact, one date, one place."), [paragraph("Le fait, en cinq lignes.")]),
}


def strings(value: object) -> Iterator[str]:
    """Every text of a raw stream, block types and keys of blocks included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)


def lines(text: str) -> Iterator[str]:
    """The words between the tags of a text."""
    return (line for piece in re.split(r"<[^>]*>", text) if (line := unescape(piece).strip()))


def loosely(line: str) -> str:
    """However its spaces were typed."""
    return " ".join(line.split())


HINTS = {
    loosely(line): line
    for start in STARTS.values()
    for text in strings(start.body)
    if isinstance(text, Hint)
    for line in lines(text)
}


def hints_left(value: object) -> list[str]:
    """The hints that stand unchanged in a raw block, as we wrote them."""
    found = (loosely(line) for text in strings(value) for line in lines(text))
    return [HINTS[line] for line in found if line in HINTS]
