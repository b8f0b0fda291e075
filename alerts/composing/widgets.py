from __future__ import annotations

import json

from django.forms import Media, Textarea
from django.forms.widgets import Script
from django.utils.translation import gettext as _

from ..costs import Prices
from ..text.spelling import tables


class SmsTextarea(Textarea):
    """A text message being written, with what it weighs and costs counted in the page while it is typed."""

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__({"rows": 5, "data-sms": "", "autocomplete": "off", **(attrs or {})})

    def get_context(self, name: str, value: object, attrs: dict[str, object] | None) -> dict[str, object]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["data-sms"] = json.dumps(config(), ensure_ascii=False)
        return context

    @property
    def media(self) -> Media:
        return Media(js=[Script("js/sms-counter.js", type="module")], css={"all": ["css/alerts.css"]})


def config() -> dict[str, object]:
    """The tables of the arithmetic, what a segment costs with each operator (F CFA), and the words of the counter."""
    prices = Prices.current()
    operators = dict(prices.operators.values()) or {_("Other networks"): prices.default}
    return {
        "tables": tables(),
        "prices": {operator: float(price) for operator, price in operators.items()},
        "words": {
            "size": _("{units} of {room} signs, {segments} segment(s), {alphabet}"),
            "cost": _("For each recipient: {costs}"),
            "dear": _("These signs make the whole text dearer: {signs}"),
            "tight": _("One sign fewer would be safer: some operators would count {segments} segments."),
            "propose": _("Proposed spelling: {before} → {after} segment(s) for each recipient"),
            "tidy": _("Proposed spelling, which every telephone shows alike"),
            "accept": _("Take this spelling"),
            "mistaken": _("Read it again: without its accent, “{word}” can be read “{other}”."),
            "blanks": _("To fill in: {blanks}"),
            "long": _("Too long: {length} signs, {most} at most."),
        },
    }
