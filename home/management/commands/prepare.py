from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from accounts.roles import ensure_roles
from alerts.seeding import ensure_alerts
from civitac.core.cache import start_new_generation
from data_pages.documents.kinds import ensure_document_kinds
from data_pages.statistics.seeding import ensure_indicators, ensure_national_collection
from home.health import storage_keeps
from home.schedules import ensure_schedules
from home.structure import ensure_structure
from spaces.offices import ensure_office_titles
from spaces.workflow import ensure_review_workflow


class Command(BaseCommand):
    help = (
        "Bring an installation up to date after `migrate`: cache table, territories, indicators, kinds of message, roles,"
        " pages that addresses rest on, workflow, rights of every space, schedules; pages that an earlier version drew are"
        " forgotten. Idempotent: run it at each deployment."
    )

    def handle(self, *args: object, **options: object) -> None:
        try:
            storage_keeps()
        except OSError as error:
            raise CommandError(
                f"Civitac ne démarre pas : les fichiers du site ne peuvent pas être écrits ({error})."
            ) from error
        call_command("createcachetable", verbosity=0)
        call_command("load_territories", stdout=self.stdout)
        ensure_roles()
        ensure_structure()
        ensure_office_titles()
        ensure_national_collection()
        self.stdout.write(f"Indicateurs : {ensure_indicators()} ajouté(s).")
        ensure_document_kinds()
        ensure_alerts()
        ensure_review_workflow()
        call_command("sync_spaces", stdout=self.stdout)
        ensure_schedules()
        start_new_generation()
        self.stdout.write("Civitac est prêt.")
