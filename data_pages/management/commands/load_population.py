from django.core.exceptions import ObjectDoesNotExist
from django.core.management.base import BaseCommand, CommandError

from data_pages.statistics.figures import Refused
from data_pages.statistics.population import load_population


class Command(BaseCommand):
    help = (
        "Publish the population of 2019 (INSD, RGPH-5) as a national table: communes, and sums by province, region and for"
        " the country. Idempotent: what someone has corrected since stays."
    )

    def handle(self, *args: object, **options: object) -> None:
        try:
            counts = load_population()
        except ObjectDoesNotExist as error:
            raise CommandError("Lancez d’abord « manage.py prepare ».") from error
        except Refused as error:
            raise CommandError(f"Un autre tableau donne déjà {error.counts.wrong} de ces chiffres.") from error
        self.stdout.write(
            f"Population de 2019 : {counts.new} chiffres ajoutés, {counts.changed} corrigés, {counts.same} déjà là."
        )
