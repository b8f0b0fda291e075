"""How an address finds its page: in two queries, however deep the page stands in the tree."""

from __future__ import annotations

from itertools import accumulate

from django.http import Http404, HttpRequest, HttpResponse
from wagtail import views
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

# No page stands deeper: a path takes four signs a level, of 255.
DEEPEST = 63


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's view, given the page: on its own it looks for one level after another."""
    request._wagtail_route_for_request = route(request, path)
    return views.serve(request, path)


def route(request: HttpRequest, path: str) -> RouteResult | None:
    """What `Page.route_for_request` answers: the deepest page on the way, which judges the rest of the address."""
    site = Site.find_for_request(request)
    if site is None:
        return None
    slugs = [slug for slug in path.split("/") if slug]
    page = deepest(site.root_page, slugs[:DEEPEST])
    if page is None:
        return None
    model = page.specific_class
    joined = getattr(model, "read_with", ()) or (None,)
    specific = model._default_manager.select_related(*joined).get(pk=page.pk)
    try:
        return specific.route(request, slugs[page.depth - site.root_page.depth :])
    except Http404:
        return None


def deepest(root: Page, slugs: list[str]) -> Page | None:
    """The last page that stands on the way down from `root`."""
    if not slugs:
        return root
    addresses = accumulate(slugs, lambda address, slug: f"{address}{slug}/", initial=root.url_path)
    # Slugs have an index, addresses have none.
    on_the_way = Page.objects.filter(slug__in=[root.slug, *slugs], url_path__in=list(addresses))
    return on_the_way.order_by("-depth").first()
