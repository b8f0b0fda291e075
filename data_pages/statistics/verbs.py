"""What the history of a table calls the acts on its figures."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import ModelLogEntry


class Written(LogFormatter):
    label = _("Write figures")

    def format_message(self, log_entry: ModelLogEntry) -> str:
        number = log_entry.data.get("number", 0)
        return ngettext("%(number)d figure written", "%(number)d figures written", number) % {"number": number}


class Undone(LogFormatter):
    label = _("Put figures back")

    def format_message(self, log_entry: ModelLogEntry) -> str:
        number = log_entry.data.get("number", 0)
        return ngettext("%(number)d figure put back", "%(number)d figures put back", number) % {"number": number}


def name_the_verbs(actions: LogActionRegistry) -> None:
    actions.register_action("data_pages.write_figures")(Written)
    actions.register_action("data_pages.undo_figures")(Undone)
