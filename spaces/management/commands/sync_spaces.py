from django.core.management.base import BaseCommand
from django.db import transaction
from wagtail.models import Collection

from civitac.core.collection_order import put_in_order
from spaces.models import Space
from spaces.rights import Granted, grant_animation, grant_space


class Command(BaseCommand):
    help = (
        "Grant every open space, and the animation team, the rights that a newly installed room adds; put collections in"
        " the order of their names. Idempotent."
    )

    def handle(self, *args: object, **options: object) -> None:
        granted = Granted()
        with transaction.atomic():
            put_in_order(Collection.get_first_root_node())
            for space in Space.objects.open().select_related("page", "collection", "editors", "managers"):
                granted += grant_space(space)
            granted += grant_animation()
        self.stdout.write(f"Droits ajoutés : {granted.pages} sur des pages, {granted.collections} sur des collections.")
