"""The usual kinds of document, and what a file's name tells of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from civitac.core.text import fold

from ..models import DocumentKind

# Slug, name, other names, what it is. Names follow the general code of local authorities (loi n°055-2004/AN and its
# successors) and the forms in use; the animation team rewords them.
KINDS = [
    ("plan-communal-de-developpement", "Plan communal ou local de développement", "PCD, PLD, plan de développement",
     "Ce que la commune prévoit pour cinq ans."),
    ("plan-regional-de-developpement", "Plan régional de développement", "PRD", "Ce que la région prévoit pour cinq ans."),
    ("plan-annuel", "Plan annuel d’investissement", "PAI, plan annuel, programme annuel, PAIC",
     "Les réalisations prévues dans l’année."),
    ("budget-primitif", "Budget primitif", "BP, budget", "Recettes et dépenses prévues, votées avant l’année."),
    ("budget-supplementaire", "Budget supplémentaire", "BS, collectif budgétaire",
     "Ce qui corrige le budget en cours d’année."),
    ("compte-administratif", "Compte administratif", "CA", "Recettes et dépenses réellement faites dans l’année."),
    ("compte-de-gestion", "Compte de gestion", "CG", "Les comptes tenus par le receveur."),
    ("plan-de-passation-des-marches", "Plan de passation des marchés", "PPM", "Les marchés publics prévus dans l’année."),
    ("proces-verbal", "Procès-verbal ou compte rendu de session", "PV, procès-verbal, compte rendu, CR",
     "Ce qui a été dit et décidé en session."),
    ("deliberation", "Délibération", "délib", "Une décision du conseil ou de la délégation."),
    ("arrete", "Arrêté ou règlement", "arrêté, règlement, règlement intérieur",
     "Une décision du maire, ou des règles adoptées."),
    ("rapport-d-activite", "Rapport d’activités", "rapport annuel, bilan annuel, rapport d’activité",
     "Ce qui a été fait dans l’année."),
    ("rapport-d-etude", "Étude ou diagnostic", "étude, diagnostic, enquête, monographie", "Ce qu’une étude a constaté."),
    ("convention", "Convention ou accord", "convention, accord, protocole, partenariat",
     "Un engagement entre plusieurs parties."),
    ("statuts", "Statuts et récépissé", "statuts, récépissé", "Les textes d’une organisation."),
    ("communique", "Communiqué ou avis", "communiqué, avis, appel d’offres, appel à candidatures", "Une annonce au public."),
    ("autre", "Autre document", "", ""),
]  # fmt: skip

YEAR = re.compile(r"(?<!\d)(19[5-9]\d|20\d\d)(?!\d)")
# "2024-2028", "2024 à 2028": a period and not two dates.
PERIOD = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*(?:[-_–—/]|à|a|au)\s*((?:19|20)\d\d)(?!\d)")
LONGEST_PERIOD = 20


def ensure_document_kinds() -> None:
    """Add the usual kinds that are missing; what the animation team has reworded, moved or added stays as it is."""
    known = set(DocumentKind.objects.values_list("slug", flat=True))
    names = set(DocumentKind.objects.values_list("name", flat=True))
    DocumentKind.objects.bulk_create(
        DocumentKind(slug=slug, name=name, other_names=others, description=description, order=order)
        for order, (slug, name, others, description) in enumerate(KINDS)
        if slug not in known and name not in names
    )


@dataclass(frozen=True)
class Guess:
    """What the name of a file, or a title, says of the document."""

    title: str
    kind: DocumentKind | None
    first_year: int | None
    last_year: int | None


def guess(name: str) -> Guess:
    """From "budget_primitif_2024.pdf": “Budget primitif 2024”, that kind and that year. One query."""
    stem = Path(name).stem if re.search(r"\.\w{2,5}$", name) else name
    first, last = years_in(stem)
    return Guess(title_from(stem), kind_in(stem), first, last)


def title_from(stem: str) -> str:
    words = re.sub(r"(?<=[^\W\d_])[_.]+|[_.]+(?=[^\W\d_])|_+", " ", stem)
    # A hyphen between words is a space in disguise, unless the name has spaces of its own.
    if " " not in stem:
        words = re.sub(r"-", " ", words)
        words = PERIOD.sub(r"\1-\2", re.sub(r"((?:19|20)\d\d) ((?:19|20)\d\d)", r"\1-\2", words))
    words = " ".join(words.split())
    return words[:1].upper() + words[1:]


def years_in(text: str) -> tuple[int | None, int | None]:
    if (period := PERIOD.search(text)) and 0 < int(period[2]) - int(period[1]) <= LONGEST_PERIOD:
        return int(period[1]), int(period[2])
    found = {int(year) for year in YEAR.findall(text)}
    return (found.pop(), None) if len(found) == 1 else (None, None)


def kind_in(text: str) -> DocumentKind | None:
    """The kind whose longest name stands in the text as whole words."""
    words = f" {fold(text)} "
    found: list[tuple[int, DocumentKind]] = []
    for kind in DocumentKind.objects.all():
        names = [kind.name, kind.slug, *kind.other_names.split(",")]
        lengths = [len(folded) for name in names if (folded := fold(name)) and f" {folded} " in words]
        if lengths:
            found.append((max(lengths), kind))
    return max(found, key=lambda pair: pair[0])[1] if found else None
