from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from civitac.core.cache import renew_pages
from territories.services import TableError, load_territories, load_themes


class Command(BaseCommand):
    help = "Load the project's table of territories and themes. Idempotent: a second run changes nothing."

    def handle(self, *args: object, **options: object) -> None:
        try:
            with transaction.atomic():
                loaded = load_territories() + load_themes()
        except TableError as error:
            raise CommandError(str(error)) from error
        if loaded.altered:
            renew_pages()
        self.stdout.write(
            f"Territoires et thèmes : {loaded.created} ajoutés, {loaded.changed} corrigés, {loaded.removed} retirés,"
            f" {loaded.same} inchangés."
        )
