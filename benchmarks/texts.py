"""The words of the made-up articles: fictitious, in French, as long and as varied as what editors write."""

from __future__ import annotations

from random import Random

from spaces.enums import ArticleKind

Block = dict[str, object]

SUBJECTS = [
    "le budget de la commune expliqué place du marché",
    "deux forages remis en eau avant la saison sèche",
    "l’école du secteur 3 rouvre trois classes",
    "ce que le conseil a décidé sur les taxes du marché à bétail",
    "une journée de salubrité avec les comités de quartier",
    "la radio communautaire retransmet la session du conseil",
    "des habitantes racontent un an de maraîchage au bord du barrage",
    "le centre de santé rend compte de ses consultations",
    "les jeunes plantent huit cents arbres le long de la route",
    "audiences foraines : cent vingt actes de naissance remis en deux jours, et la liste de ce qu’il faut apporter",
    "les éleveurs et les agriculteurs s’accordent sur le tracé de la piste à bétail",
    "le plan communal de développement relu point par point devant une salle pleine, avec ce qui est fait, ce qui tarde",
    "pourquoi l’éclairage du carrefour a été renvoyé à la session de mars",
    "un guichet unique pour les pièces d’état civil",
    "la bibliothèque cherche des livres en mooré et en dioula",
    "trois questions sur le compte administratif",
]
SENTENCES = [
    "La réunion a commencé à huit heures sous le hangar de la mairie, devant une centaine de personnes.",
    "Le secrétaire général a lu les chiffres à voix haute, puis les a écrits au tableau.",
    "Une habitante du secteur 4 a demandé pourquoi la pompe est restée en panne sept semaines.",
    "La réponse tient en deux dates : la pièce a été commandée en mars et livrée en mai.",
    "Le budget prévoit dix-huit millions de francs pour l’eau, soit deux de plus que l’an dernier.",
    "Les comités de gestion tiennent désormais un cahier que chacun peut consulter.",
    "Plusieurs intervenants ont rappelé que la route est coupée dès les premières pluies.",
    "Le technicien a montré sur une carte les points d’eau qui tarissent en avril.",
    "Personne n’a contesté le total, mais le partage entre les villages a fait débat.",
    "Les enseignants demandent des tables-bancs avant la rentrée, et un forage dans la cour.",
    "La commission des finances se réunira de nouveau dans quinze jours, séance ouverte au public.",
    "Un relevé des décisions sera affiché devant la mairie et lu à la radio en trois langues.",
    "Les vendeuses de légumes paient cent francs par jour de marché et veulent savoir à quoi ils servent.",
    "Deux propositions ont été mises aux voix, une seule a obtenu la majorité.",
    "Le comité a compté les présents : cent quatorze, dont soixante et une femmes.",
    "Ce qui était promis l’an dernier a été relu ligne par ligne, avec ce qui est fait et ce qui reste.",
    "L’association a formé douze relais qui vont de concession en concession.",
    "Pour les actes de naissance, il faut venir avec deux témoins et le carnet du centre de santé.",
    "La prochaine session dira si les travaux peuvent commencer avant l’hivernage.",
    "Chacun est reparti avec une feuille d’une page, écrite gros, sans abréviation.",
]
HEADINGS = ["Ce qui a été décidé", "Les chiffres", "Sur place", "Les questions du public", "Et maintenant ?"]
TAGS = ["eau", "école", "marché", "session", "budget", "radio", "jeunes", "état civil"]
# One text in twelve holds the first word, nearly all of them the second.
SEARCHED, COMMON = "bibliothèque", "budget"


def title(random: Random, place: str) -> str:
    return f"{place} : {random.choice(SUBJECTS)}"


def summary(random: Random) -> str:
    return " ".join(random.sample(SENTENCES, 2))


def paragraph(random: Random, sentences: int = 5) -> Block:
    halves = (random.sample(SENTENCES, sentences) for _ in range(2))
    return {"type": "paragraph", "value": "".join(f"<p>{' '.join(half)}</p>" for half in halves)}


def heading(random: Random) -> Block:
    return {"type": "heading", "value": {"text": random.choice(HEADINGS), "level": "h2"}}


def photo(picture: int) -> Block:
    image = {"image": picture, "decorative": False, "alt_text": "Une réunion sous un hangar"}
    return {"type": "photo", "value": {"image": image, "caption": "La réunion du samedi.", "credit": ""}}


def figures(random: Random) -> Block:
    lines = [
        {"value": f"{random.randint(3, 90)} %", "label": "du budget pour l’eau", "note": "Exercice fictif"},
        {"value": str(random.randint(2, 40)), "label": "forages prévus", "note": "Exercice fictif"},
        {"value": f"{random.randint(10, 99)} M", "label": "de francs CFA recouvrés", "note": "Exercice fictif"},
    ]
    return {"type": "key_figures", "value": {"title": "En chiffres", "figures": lines}}


def quote(random: Random) -> Block:
    return {
        "type": "quote",
        "value": {"text": random.choice(SENTENCES), "author": "Une habitante (exemple)", "role": "secteur 4"},
    }


def question(random: Random) -> Block:
    return {
        "type": "question_answer",
        "value": {
            "question": "Qu’est-ce qui change pour le quartier ?",
            "speaker": "La présidente du comité (exemple)",
            "answer": f"<p>{' '.join(random.sample(SENTENCES, 3))}</p>",
        },
    }


def agenda(random: Random) -> Block:
    items = [
        {"subject": subject[:1].upper() + subject[1:], "decision": random.choice(SENTENCES), "result": "adopted"}
        for subject in random.sample(SUBJECTS, 4)
    ]
    return {"type": "agenda", "value": {"title": "Ordre du jour", "items": items}}


def table(random: Random) -> Block:
    columns = [{"type": kind, "heading": name} for kind, name in [("text", "Domaine"), ("number", "Prévu")]]
    rows = [{"values": [name, random.randint(5, 400)]} for name in ("Eau", "Écoles", "Santé", "Voirie", "Marché")]
    return {
        "type": "table",
        "value": {
            "caption": "Répartition, en millions de francs CFA",
            "source": "Exercice fictif",
            "table": {"columns": columns, "rows": rows, "caption": ""},
        },
    }


def callout() -> Block:
    text = "<p>Les sessions du conseil sont ouvertes au public.</p>"
    return {"type": "callout", "value": {"tone": "info", "title": "Bon à savoir", "text": text}}


def body(random: Random, kind: str, pictures: list[int]) -> list[Block]:
    """The blocks that an article of this kind is made of: some 600 to 900 words."""
    text = [paragraph(random), heading(random), paragraph(random), quote(random)]
    match kind:
        case ArticleKind.COUNCIL_SESSION:
            text += [agenda(random), table(random), callout()]
        case ArticleKind.ACCOUNTABILITY:
            text += [figures(random), table(random), question(random)]
        case ArticleKind.INTERVIEW:
            text += [question(random) for _ in range(5)]
        case ArticleKind.REPORT:
            text += [figures(random), callout()]
    if pictures:
        text.append(photo(random.choice(pictures)))
    return [*text, heading(random), paragraph(random), paragraph(random, 4)]
