from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from home.demo.loading import Loader
from home.demo.people import ACCOUNTS, PASSWORD
from home.demo.reading import ContentError, read_content
from home.models import HomePage
from spaces.services import SpaceError


class Command(BaseCommand):
    help = (
        "Load the demonstration: spaces, articles, citizens' pages and accounts. Adds what is missing and leaves alone"
        " what is there. Refused where settings.DEMONSTRATION is off, unless --force is given."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--force", action="store_true", help="Load it into an installation that is not a demonstration."
        )

    def handle(self, *args: object, **options: object) -> None:
        if not (settings.DEMONSTRATION or options["force"]):
            raise CommandError(
                "Cette installation n’est pas une démonstration (settings.DEMONSTRATION) : voir --force."
            )
        if not HomePage.objects.exists():
            raise CommandError("Lancez d’abord « manage.py prepare ».")
        try:
            Loader(read_content(), self.say).load()
        except (ContentError, SpaceError) as error:
            raise CommandError(str(error)) from error
        self.say(f"\nSite : {settings.SITE_URL}/\nAdministration : {settings.SITE_URL}/admin/\n")
        self.say(f"Comptes d’exemple, mot de passe « {PASSWORD} » :\n")
        for account in ACCOUNTS:
            self.say(f"  {account.email:32} {account.role}\n")

    def say(self, text: str) -> None:
        self.stdout.write(text, ending="")
        self.stdout.flush()
