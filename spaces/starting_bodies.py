"""What an article of each kind starts from: blocks to fill in or throw away, and a word on what the kind is for.

The hints stand in the text in French, since editors write over them.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .enums import ArticleKind

Block = dict[str, object]


@dataclass(frozen=True)
class Start:
    purpose: str | Promise
    body: list[Block]


def paragraph(hint: str) -> Block:
    return {"type": "paragraph", "value": f"<p>{hint}</p>"}


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
            paragraph("Qui, quoi, où, quand : l’essentiel en trois phrases."),
            heading("Sur place"),
            paragraph("Ce que vous avez vu et entendu."),
            quote(),
            heading("Et maintenant ?"),
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
            question("Première question ?"),
            question("Deuxième question ?"),
            question("Que dites-vous aux habitants ?"),
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
                    "items": [{"subject": "Premier point", "decision": "", "result": ""}],
                },
            },
            heading("Les débats"),
            paragraph("Les questions posées, les réponses données."),
            {
                "type": "callout",
                "value": {"tone": "info", "title": "Prochaine session", "text": "<p>Date et lieu.</p>"},
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
            question("Une question du public"),
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
            {"type": "callout", "value": {"tone": "info", "title": "Contact", "text": "<p>Service à joindre.</p>"}},
        ],
    ),
    ArticleKind.BRIEF: Start(_("A few lines: one fact, one date, one place."), [paragraph("Le fait, en cinq lignes.")]),
}
