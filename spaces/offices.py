from __future__ import annotations

from .enums import SpaceKind
from .models import OfficeTitle

# Slug, name, who uses it.
TITLES = [
    ("president-delegation-speciale", "Président(e) de la délégation spéciale", SpaceKind.COLLECTIVITY),
    ("maire", "Maire", SpaceKind.COLLECTIVITY),
    ("president-conseil-regional", "Président(e) du conseil régional", SpaceKind.COLLECTIVITY),
    ("secretaire-general", "Secrétaire général(e)", SpaceKind.COLLECTIVITY),
    ("president-osc", "Président(e)", SpaceKind.ORGANISATION),
    ("coordinateur", "Coordinateur ou coordinatrice", SpaceKind.ORGANISATION),
    ("tresorier", "Trésorier ou trésorière", SpaceKind.ORGANISATION),
]


def ensure_office_titles() -> None:
    """Add the usual titles that are missing; the animation team may rename or date them afterwards."""
    for order, (slug, name, kind) in enumerate(TITLES):
        OfficeTitle.objects.get_or_create(slug=slug, defaults={"name": name, "kind": kind, "order": order})
