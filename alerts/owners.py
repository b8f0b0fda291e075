"""To whom messages and groups belong: to a space, or to the animation team for the whole country."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from wagtail.models import Collection

from civitac.core.collection_order import add_collection
from civitac.core.ownership import SpaceOwnedForm

NATIONAL = "Messages nationaux"


def ensure_national_collection() -> Collection:
    """Where the animation team's own messages belong. Idempotent."""
    root = Collection.get_first_root_node()
    return root.get_children().filter(name=NATIONAL).first() or add_collection(NATIONAL)


def owners(collections: QuerySet[Collection]) -> QuerySet[Collection]:
    """Those of these collections that may own messages."""
    return collections.filter(Q(space__closed_at=None, space__isnull=False) | Q(name=NATIONAL, space=None))


def owners_for(collections: QuerySet[Collection]) -> QuerySet[Collection]:
    """The same for a choice, in order."""
    return owners(Collection.objects.filter(pk__in=[each.pk for each in collections])).order_by("name")


class KeptByOwnerForm(SpaceOwnedForm):
    """What is made for an owner stays its own for ever: people agreed to the messages of this one and of nobody else."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields.pop("collection", None)
        elif "collection" in self.fields:
            self.fields["collection"].queryset = owners_for(self.collections)


def is_closed(collection: Collection) -> bool:
    """Whether it is that of a closed space, in whose name nothing leaves."""
    space = getattr(collection, "space", None)
    return space is not None and not space.is_open
