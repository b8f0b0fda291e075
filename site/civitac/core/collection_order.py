"""Collections stand in the order of their names, which treebeard takes for granted.

It puts a new one in its place among siblings that are sorted, and fails on a place taken twice where they are not; a
change of name, or of the database's collation, leaves each where it stood.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.models import Collection


@transaction.atomic
def put_in_order(parent: Collection) -> None:
    """Sort the children of a collection by name, where they are not. Keys of those held in memory stay, paths may not."""
    parent = Collection.objects.select_for_update().get(pk=parent.pk)
    children = parent.get_children()
    standing = list(children.order_by("path").values_list("name", flat=True))
    if standing != list(children.order_by("name").values_list("name", flat=True)):
        Collection.fix_tree(fix_paths=True, parent=parent)


@transaction.atomic
def add_collection(name: str) -> Collection:
    """A new collection below the root, in its place, in whatever order the others stood."""
    root = Collection.get_first_root_node()
    put_in_order(root)
    return root.add_child(name=name)


@receiver(post_save, sender=Collection)
def follow_the_name(instance: Collection, created: bool, raw: bool = False, **_signal: object) -> None:
    if not created and not raw and not instance.is_root():
        put_in_order(instance.get_parent(update=True))
        instance.refresh_from_db(fields=["path"])
