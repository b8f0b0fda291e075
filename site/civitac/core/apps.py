from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "civitac.core"
    label = "core"
    verbose_name = _("Civitac")

    def ready(self) -> None:
        from django.db.models import ForeignKey, SlugField
        from wagtail.admin.forms.models import register_form_field_override
        from wagtail.admin.widgets import SlugInput
        from wagtail.models import Page

        from . import cache, checks, collection_order  # noqa: F401
        from .registry import Schedule, schedules
        from .text import TIED_LETTERS
        from .widgets import PageChooser

        cache.connect_signals()
        cache.renews_pages("wagtailcore.PageViewRestriction")
        # The script that makes an address of a title knows accents, and drops these letters.
        register_form_field_override(SlugField, override={"widget": SlugInput(formatters=TIED_LETTERS)})
        register_form_field_override(
            ForeignKey,
            to=Page,
            override=lambda field: {"widget": PageChooser(target_models=[field.remote_field.model])},
        )
        schedules.register("text messages", Schedule("civitac.core.sms.journal.tidy", "50 3 * * *"))
