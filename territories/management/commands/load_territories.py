from django.core.management.base import BaseCommand, CommandError

from civitac.core.cache import renew_pages
from territories.services import TableError, load_territories, load_themes


class Command(BaseCommand):
    help = "Load the project's table of territories and themes. Idempotent: a second run changes nothing."

    def handle(self, *args: object, **options: object) -> None:
        try:
            territories = load_territories()
        except TableError as error:
            raise CommandError(str(error)) from error
        loaded = territories + load_themes()
        if loaded.created or loaded.changed:
            renew_pages()
        self.stdout.write(
            f"Territoires et thèmes : {loaded.created} ajoutés, {loaded.changed} corrigés, {loaded.same} inchangés."
        )
