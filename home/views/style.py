"""The living page of the house's look, for those who work in the administration."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from wagtail.admin.auth import require_admin_access
from wagtail.blocks import Block

from civitac.core.pictograms import PICTOGRAMS
from data_pages.drawing.samples import samples
from spaces.blocks import ArticleBodyBlock

from ..blocks import HomeBodyBlock

AREAS = ("collectivites", "osc", "citoyens", "mediatheque")
# Custom properties of templates/components/first_screen.css that hold a colour.
COLOURS = ("paper", "sheet", "ink", "soft", "line", "indigo", "gold", "hue", "tint", "focus", "bad", "night")


@dataclass(frozen=True)
class Shown:
    label: str
    description: str
    html: SafeString


def shown(block: Block, request: HttpRequest) -> Shown:
    drawn = block.render(block.get_preview_value(), context={"request": request})
    return Shown(block.label, block.get_description(), drawn)


@require_admin_access
def style(request: HttpRequest) -> HttpResponse:
    """Colours, pictograms, components, drawings and every block with its preview value, as readers see them."""
    context = {
        "areas": AREAS,
        "colours": COLOURS,
        "pictograms": PICTOGRAMS,
        "article_blocks": [shown(block, request) for block in ArticleBodyBlock().child_blocks.values()],
        "drawings": samples(),
        "home_blocks": [shown(block, request) for block in HomeBodyBlock().child_blocks.values()],
    }
    return render(request, "home/style.html", context)
