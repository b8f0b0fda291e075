import sys

from django.core.management.base import BaseCommand, CommandParser

from alerts.sending import clusters


class Command(BaseCommand):
    help = (
        "Exit with 1 when a cluster of workers has not been heard of for five minutes: for the container that runs it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", choices=[clusters.DEFAULT, clusters.URGENT])

    def handle(self, *args: object, **options: object) -> None:
        if not clusters.has_beaten(options["name"]):
            self.stderr.write(f"« {options['name']} » ne donne plus signe de vie.")
            sys.exit(1)
