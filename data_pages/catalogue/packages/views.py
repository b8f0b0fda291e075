from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control

from civitac.core.visibility import Visibility

from ...models import StatisticTable
from .. import sources
from ..entries import publisher_of
from .resources import FIGURES, INDICATORS, described_package, figures_of, indicators_of, lines

CSV = "text/csv; charset=utf-8; header=present"
LINES_PER_PIECE = 500


def table_of(pk: int) -> StatisticTable:
    return get_object_or_404(sources.described_tables(), pk=pk)


def descriptor(request: HttpRequest, pk: int) -> HttpResponse:
    """What the package holds; public, as is all that describes."""
    response = HttpResponse(description(table_of(pk)), content_type="application/json")
    response["Access-Control-Allow-Origin"] = "*"
    return response


def indicators(request: HttpRequest, pk: int) -> HttpResponse:
    """What the figures mean: metadata, and therefore public."""
    response = HttpResponse("".join(lines(INDICATORS, indicators_of(table_of(pk)))), content_type=CSV)
    response["Access-Control-Allow-Origin"] = "*"
    return response


def figures(request: HttpRequest, pk: int) -> HttpResponseBase:
    table = table_of(pk)
    if (refusal := refusal_of(request, table)) is not None:
        return refusal
    response = StreamingHttpResponse(pieces(lines(FIGURES, figures_of(table))), content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="tableau-{pk}.csv"'
    return guarded(response, table)


def package(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Descriptor and files in one ZIP, written to a file that disappears with the answer."""
    table = table_of(pk)
    if (refusal := refusal_of(request, table)) is not None:
        return refusal
    store = tempfile.TemporaryFile()  # noqa: SIM115 (the answer closes it)
    with zipfile.ZipFile(store, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("datapackage.json", description(table))
        write(archive, "donnees.csv", lines(FIGURES, figures_of(table)))
        write(archive, "indicateurs.csv", lines(INDICATORS, indicators_of(table)))
    store.seek(0)
    response = FileResponse(store, as_attachment=True, filename=f"tableau-{pk}.zip", content_type="application/zip")
    return guarded(response, table)


def pieces(texts: Iterable[str]) -> Iterator[bytes]:
    """The same bytes, many lines at a time."""
    waiting: list[str] = []
    for text in texts:
        waiting.append(text)
        if len(waiting) == LINES_PER_PIECE:
            yield "".join(waiting).encode()
            waiting.clear()
    yield "".join(waiting).encode()


def write(archive: zipfile.ZipFile, name: str, texts: Iterable[str]) -> None:
    with archive.open(name, "w") as file:
        for piece in pieces(texts):
            file.write(piece)


def description(table: StatisticTable) -> str:
    space = sources.spaces_of([table]).get(table.collection_id)
    package = described_package(table, publisher_of(space).name, sources.page_of_table(table))
    return json.dumps(package, ensure_ascii=False, indent=1)


def refusal_of(request: HttpRequest, table: StatisticTable) -> HttpResponse | None:
    """The way in for a reader who is unknown, None for one who may read the figures. Raises PermissionDenied."""
    if StatisticTable.objects.visible_to(request.user).filter(pk=table.pk).exists():
        return None
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(request.get_full_path())


def guarded(response: HttpResponseBase, table: StatisticTable) -> HttpResponseBase:
    response["X-Content-Type-Options"] = "nosniff"
    if table.visibility == Visibility.PUBLIC:
        patch_cache_control(response, public=True, max_age=300)
        response["Access-Control-Allow-Origin"] = "*"
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response
