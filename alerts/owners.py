"""To whom messages and groups belong: to a space, or to the animation team for the whole country."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from wagtail.models import Collection

NATIONAL = "Messages nationaux"


def ensure_national_collection() -> Collection:
    """Where the animation team's own messages belong. Idempotent."""
    root = Collection.get_first_root_node()
    return root.get_children().filter(name=NATIONAL).first() or root.add_child(name=NATIONAL)


def owners(collections: QuerySet[Collection]) -> QuerySet[Collection]:
    """Those of these collections that may own messages."""
    return collections.filter(Q(space__closed_at=None, space__isnull=False) | Q(name=NATIONAL, space=None))


def is_national(collection: Collection) -> bool:
    return getattr(collection, "space", None) is None
