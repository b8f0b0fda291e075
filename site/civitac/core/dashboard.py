"""What panels of the admin's welcome page share."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from wagtail.admin.ui.components import Component


@dataclass(frozen=True)
class WaitingLine:
    label: str
    url: str
    since: datetime.datetime


@dataclass
class WaitingPanel(Component):
    """How many things wait for an answer, and those that have waited longest."""

    heading: str
    lines: list[WaitingLine]  # the oldest first
    url: str  # the whole list
    order: int = 40

    template_name = "components/admin/waiting_panel.html"

    def get_context_data(self, parent_context: dict[str, object]) -> dict[str, object]:
        return {"panel": self}
