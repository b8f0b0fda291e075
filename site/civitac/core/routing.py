"""How an address finds its page, and what stands above it: in one or two queries, however deep the page stands in the tree."""

from __future__ import annotations

from itertools import accumulate

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import split_domain_port
from wagtail import views
from wagtail.models import Page, PageQuerySet, Site
from wagtail.models.sites import SiteRootPath, get_site_for_hostname
from wagtail.url_routing import RouteResult

from .cache import remembered
from .models import steps

# No page stands deeper: a path takes four signs a level, of 255.
DEEPEST = 63


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's view, given the page: on its own it looks for one level after another."""
    request._wagtail_route_for_request = route(request, path)
    return views.serve(request, path)


def route(request: HttpRequest, path: str) -> RouteResult | None:
    """What `Page.route_for_request` answers: the deepest page on the way, which judges the rest of the address."""
    site = site_of(request)
    if site is None:
        return None
    slugs = [slug for slug in path.split("/") if slug]
    root = site.root_page
    way = way_down(request, root, *slugs[:DEEPEST])
    page = way[-1]
    model = page.specific_class
    try:
        specific = reading(model).get(pk=page.pk)
    except model.DoesNotExist:
        return None
    specific.lineage = way
    try:
        return specific.route(request, slugs[page.depth - root.depth :])
    except Http404:
        return None


def reading(model: type[Page]) -> PageQuerySet:
    """Pages of this model, each with what it shows of other rows (`BasePage.read_with`)."""
    shown = getattr(model, "read_with", {})
    if not shown:
        return model._default_manager.all()
    own = (field.name for field in model._meta.concrete_fields)
    others = (f"{relation}__{name}" for relation, names in shown.items() for name in names)
    return model._default_manager.select_related(*shown).only(*own, *others)


def site_of(request: HttpRequest) -> Site | None:
    """Wagtail's answer, which Wagtail asks of the database for every request; kept where Wagtail looks for it, as are the
    paths by which it writes the addresses of pages.
    """
    if not hasattr(request, "_wagtail_site"):
        request._wagtail_site = site_at(request, split_domain_port(request.get_host())[0], request.get_port())
        request._wagtail_cached_site_root_paths = root_paths(request)
    return request._wagtail_site


@remembered
def site_at(hostname: str, port: str) -> Site | None:
    try:
        return get_site_for_hostname(hostname, port)
    except Site.DoesNotExist:
        return None


@remembered
def root_paths() -> list[SiteRootPath]:
    return Site.get_site_root_paths()


@remembered
def way_down(root: Page, *slugs: str) -> list[Page]:
    """The pages from the top of the tree down to the last that stands on the way: publishing, moving, renaming or restricting
    one starts a generation.
    """
    addresses = accumulate(slugs, lambda address, slug: f"{address}{slug}/", initial=root.url_path)
    # Slugs have an index, addresses have none.
    on_the_way = Q(slug__in=[root.slug, *slugs], url_path__in=list(addresses))
    above = Q(path__in=[root.path[:length] for length in range(root.steplen, len(root.path), root.steplen)])
    return list(steps(Page.objects.filter(on_the_way | above)).order_by("depth"))
