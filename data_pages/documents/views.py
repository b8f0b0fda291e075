from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page

from civitac.core.paging import PER_PAGE, paged, query_without_page
from civitac.core.visibility import Visibility, levels_of, reader_of

from ..framing import framed
from ..licences import LICENCES
from ..models import CivitacDocument, DocumentContent, DocumentVersion
from .archive import MOST_BYTES, MOST_DOCUMENTS, archive_of
from .delivery import deliver, is_shown_in_browser
from .filters import DocumentFilterForm
from .metadata import structured_data
from .search import ContentSearch, Counted, spaces_on_line

# What of a document its file is sent with.
SENT = ("file", "file_hash", "visibility")
# In the address of a selection: its page, and not yet its archive.
READY = "pret"
# Spaces offered beside the results.
MOST_SPACES = 8


@conditional_page
def documents(request: HttpRequest) -> HttpResponse:
    """All documents on line, found by their words, narrowed by kind, territory, space and year."""
    form = DocumentFilterForm(request)
    if not form.is_valid():
        # Of unknown filters there is no end: their answers are not for a cache.
        response = render(
            request,
            "data_pages/documents/list.html",
            {"form": form, **framed(_("Documents"), request.path)},
            status=400,
        )
        patch_cache_control(response, private=True)
        return response
    asked = form.asked()
    search = ContentSearch(asked, reader_of(request))
    counted = search.counted()
    results = paged(request, range(counted.total))
    start = (results.number - 1) * PER_PAGE
    context = {
        "form": form,
        "asked": asked,
        "counted": counted,
        "kinds": [(kind, counted.by_kind[kind.pk]) for kind in form.kinds.values() if counted.by_kind[kind.pk]],
        "spaces": spaces_of(request, counted),
        "results": results,
        "documents": search.page(start, start + PER_PAGE),
        "query": query_without_page(request, list(form.fields)),
        "query_without_kind": query_without_page(request, [name for name in form.fields if name != "nature"]),
        "query_without_space": query_without_page(request, [name for name in form.fields if name != "espace"]),
        "kept_filters": [
            (name, form.cleaned_data[name]) for name in ("nature", "territoire", "annee") if form.cleaned_data[name]
        ]
        + ([("espace", asked.space.page.slug)] if asked.space else []),
        "stems": connection.vendor == "postgresql",
        **framed(_("Documents"), request.path),
    }
    return render(request, "data_pages/documents/list.html", context)


def spaces_of(request: HttpRequest, counted: Counted) -> list[tuple[str, str, int]]:
    """Address name, title and number of results of the spaces that have the most."""
    named = spaces_on_line(request)
    most = [(key, number) for key, number in counted.by_collection.most_common() if key in named][:MOST_SPACES]
    return [(*named[key], number) for key, number in most]


def document_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What describes a document, for everyone, and the way to its file."""
    found = get_object_or_404(
        CivitacDocument.objects.on_line().for_page().select_related("territory", "collection__space__page"),
        pk=pk,
    )
    reader = reader_of(request)
    may_open = opens(found, reader)
    context = {
        "document": found,
        "space": getattr(found.collection, "space", None),
        "content": found.found_inside,
        "may_open": may_open,
        "licence_name": LICENCES.get(found.licence, found.licence),
        "needs_identification": not may_open and not reader.is_authenticated,
        "versions": found.versions.select_related("document"),
        **framed(
            found.title,
            found.page_url,
            under=[(_("Documents"), reverse("data_pages:documents"))],
            nodes=[structured_data(found, request)],
        ),
    }
    return render(request, "data_pages/documents/page.html", context)


def opens(document: CivitacDocument, user: AbstractBaseUser | AnonymousUser) -> bool:
    return CivitacDocument.objects.visible_to(user).filter(pk=document.pk).exists()


def openable(request: HttpRequest, pk: int) -> CivitacDocument | HttpResponse:
    """The document if this reader may open it, else the way to the door. Raises PermissionDenied, Http404.

    One narrow query where it opens to everyone alike; what is public does not ask who is reading.
    """
    documents = CivitacDocument.objects.filter(pk=pk).only(*SENT)
    found = next(iter(documents.on_line()), None)
    if found is not None and found.visibility == Visibility.PUBLIC:
        return found
    reader = reader_of(request)
    if found is not None and found.visibility in levels_of(reader):
        return found
    for own in documents.visible_to(reader):
        return own
    if found is None:
        raise Http404
    if reader.is_authenticated:
        raise PermissionDenied
    # After a file that is only saved, they would still stand before the form of the door.
    return redirect_to_login(request.get_full_path() if is_shown_in_browser(found.filename) else found.page_url)


def document(request: HttpRequest, pk: int, filename: str = "") -> HttpResponseBase:
    """A document's file, for those to whom it is visible."""
    found = openable(request, pk)
    if isinstance(found, HttpResponse):
        return found
    if filename != found.filename:
        return redirect(found.url)
    return deliver(request, found.file, found.filename, found.visibility, found.file_hash)


def version(request: HttpRequest, pk: int, number: int, filename: str) -> HttpResponseBase:
    """A former version of the file, for those to whom the document is visible."""
    found = openable(request, pk)
    if isinstance(found, HttpResponse):
        return found
    former = get_object_or_404(DocumentVersion, document=found, number=number)
    if filename != former.filename:
        return redirect(former.url)
    return deliver(request, former.file, former.filename, found.visibility, former.file_hash)


def first_page(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The picture of the first page, as protected as what it shows."""
    found = openable(request, pk)
    if isinstance(found, HttpResponse):
        return found
    content = get_object_or_404(DocumentContent.objects.only("first_page", "file_hash"), document=found)
    if not content.first_page:
        raise Http404
    return deliver(request, content.first_page, f"{found.pk}.webp", found.visibility, content.file_hash)


def selection(request: HttpRequest) -> HttpResponseBase:
    """The documents ticked in a list, as one ZIP: those that this reader may open.

    Whoever had to identify themselves first comes back to a page with the way to it.
    """
    keys = {int(key) for key in request.GET.getlist("d") if key.isascii() and key.isdecimal() and len(key) < 19}
    found = CivitacDocument.objects.on_line().filter(pk__in=keys).order_by("title", "pk")[: MOST_DOCUMENTS + 1]
    wanted = list(found)
    address = f"{request.path}?{urlencode([('d', each.pk) for each in wanted])}"
    reader = reader_of(request)
    visible = set(CivitacDocument.objects.visible_to(reader).filter(pk__in=keys).values_list("pk", flat=True))
    if not reader.is_authenticated and any(
        each.visibility == Visibility.IDENTIFIED for each in wanted if each.pk not in visible
    ):
        return redirect_to_login(f"{address}&{READY}=1")
    taken = [each for each in wanted if each.pk in visible]
    problem = refusal(wanted, taken)
    if problem or READY in request.GET:
        context = {"problem": problem, "archive": address, "taken": taken}
        response: HttpResponseBase = render(
            request, "data_pages/documents/selection.html", context, status=400 if problem else 200
        )
    else:
        left_out = [
            _("%(title)s: for the members of the space.") % {"title": each.title}
            for each in wanted
            if each.pk not in visible
        ]
        archive = archive_of(taken, left_out)
        response = StreamingHttpResponse(archive, content_type="application/zip")
        response["Content-Length"] = len(archive)
        response["Content-Disposition"] = 'attachment; filename="documents.zip"'
        response["X-Content-Type-Options"] = "nosniff"
        request.META.pop("HTTP_ACCEPT_ENCODING", None)
    patch_cache_control(response, private=True, no_store=True)
    return response


def refusal(wanted: list[CivitacDocument], taken: list[CivitacDocument]) -> str:
    """Why no archive is made, in words; empty when one is."""
    if not wanted:
        return _("Tick the documents that you want in the list, then ask for the ZIP again.")
    if len(wanted) > MOST_DOCUMENTS:
        return _("One ZIP holds %(number)d documents at most: take fewer at a time.") % {"number": MOST_DOCUMENTS}
    if not taken:
        return _("These documents are for the members of their space.")
    if sum(each.file_size or 0 for each in taken) > MOST_BYTES:
        return _("One ZIP weighs %(number)d MB at most: take fewer documents at a time.") % {
            "number": MOST_BYTES // (1024 * 1024)
        }
    return ""


def stock_address(request: HttpRequest, document_id: int, document_filename: str = "") -> HttpResponse:
    """Wagtail's own address of a document leads to ours, which asks who is reading."""
    return redirect(get_object_or_404(CivitacDocument.objects.on_line(), pk=document_id).url)
