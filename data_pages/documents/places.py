"""What documents bring to the places that other rooms offer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Q
from django.db.models.signals import post_migrate
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component
from wagtail.permissions import policy_registry

from civitac.core.cache import renews_pages
from civitac.core.dashboard import WaitingLine, WaitingPanel
from civitac.core.registry import Schedule, dashboard_panels, query_parameters, schedules, space_sections

from ..enums import ContentState

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from spaces.models import SpacePage

    from ..models import CivitacDocument

LATEST = 5


def register() -> None:
    from . import signals  # noqa: F401
    from .indexing import ensure_index

    post_migrate.connect(ensure_index, sender=apps.get_app_config("data_pages"))
    renews_pages("data_pages.CivitacDocument", "data_pages.DocumentKind", "data_pages.DocumentVersion")
    for name in ("nature", "annee", "tri"):
        query_parameters.register(name, None)
    space_sections.register("documents", documents_section, order=20)
    dashboard_panels.register("documents", documents_panel, order=35)
    schedules.register("documents", Schedule("data_pages.documents.tasks.read_the_forgotten", "*/10 * * * *"))


@dataclass
class DocumentsSection(Component):
    """The latest documents of a space, and the way to all of them."""

    documents: list[CivitacDocument]
    url: str

    template_name = "data_pages/documents/section.html"

    def get_context_data(self, parent_context: dict[str, object]) -> dict[str, object]:
        return {"documents": self.documents, "url": self.url}


def documents_section(page: SpacePage, request: HttpRequest) -> DocumentsSection | None:
    """None for a space without documents, which costs no query."""
    from .search import collections_on_line, latest_of_collection

    collection = page.space.collection_id
    if collection not in collections_on_line(request):
        return None
    found = latest_of_collection(collection, LATEST)
    return DocumentsSection(found, f"{reverse('data_pages:documents')}?espace={page.slug}")


def unfinished(documents: QuerySet[CivitacDocument]) -> QuerySet[CivitacDocument]:
    """Those that nobody finds by kind or year, or whose file could not be read."""
    return documents.filter(
        Q(kind=None) | Q(first_year=None) | Q(content__state__in=(ContentState.DAMAGED, ContentState.LOCKED))
    )


def documents_panel(request: HttpRequest) -> WaitingPanel | None:
    """Documents to complete, for whoever may change them."""
    from ..models import CivitacDocument

    policy = policy_registry.get_by_type(CivitacDocument)
    mine = unfinished(policy.instances_user_has_any_permission_for(request.user, ["change"]).on_line())
    number = mine.count()
    if not number:
        return None
    return WaitingPanel(
        ngettext("%(number)d document to complete", "%(number)d documents to complete", number) % {"number": number},
        [
            WaitingLine(document.title, reverse("wagtaildocs:edit", args=(document.pk,)), document.created_at)
            for document in mine.order_by("created_at")[:LATEST]
        ],
        reverse("wagtaildocs:index") + "?unfinished=true",
        order=35,
    )
