from __future__ import annotations

import mimetypes
import re
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header

from civitac.core.visibility import Visibility

from ..models import CivitacDocument

ONE_RANGE = re.compile(r"^bytes=(\d*)-(\d*)$")
CHUNK = 64 * 1024
SHOWN_IN_BROWSER = {"application/pdf", "text/plain"}


def document(request: HttpRequest, pk: int, filename: str = "") -> HttpResponseBase:
    """A document's file, for those to whom it is visible; resumable (RFC 9110, one range)."""
    found = get_object_or_404(CivitacDocument, pk=pk)
    if not CivitacDocument.objects.visible_to(request.user).filter(pk=pk).exists():
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.get_full_path())
    if filename != found.filename:
        return redirect(found.url)
    response = deliver(request, found)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Accept-Ranges"] = "bytes"
    if found.visibility == Visibility.PUBLIC:
        patch_cache_control(response, public=True, max_age=300)
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response


def deliver(request: HttpRequest, found: CivitacDocument) -> HttpResponseBase:
    kind = mimetypes.guess_type(found.filename)[0] or "application/octet-stream"
    disposition = content_disposition_header(kind not in SHOWN_IN_BROWSER, found.filename)
    if settings.DOCUMENTS_ACCEL_PREFIX:
        # nginx sends the file, ranges included, from a location that only such an answer opens.
        response: HttpResponseBase = HttpResponse(content_type=kind)
        response["X-Accel-Redirect"] = settings.DOCUMENTS_ACCEL_PREFIX + quote(found.file.name)
        response["Content-Disposition"] = disposition
        return response
    try:
        size = found.file.size
        source = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    wanted = byte_range(request.headers.get("Range", ""), size)
    if wanted is None:
        response = FileResponse(source, content_type=kind)
        response["Content-Length"] = size
    elif wanted == ():
        source.close()
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size}"
    else:
        start, end = wanted
        source.seek(start)
        response = StreamingHttpResponse(pieces(source, end - start + 1), status=206, content_type=kind)
        response["Content-Length"] = end - start + 1
        response["Content-Range"] = f"bytes {start}-{end}/{size}"
    response["Content-Disposition"] = disposition
    return response


def byte_range(header: str, size: int) -> tuple[int, int] | tuple[()] | None:
    """First and last byte asked for; None for the whole file, an empty pair for a range the file does not have."""
    asked = ONE_RANGE.match(header)
    if asked is None or asked.groups() == ("", ""):
        return None
    first, last = asked.groups()
    if not first:
        return (max(0, size - int(last)), size - 1) if int(last) else ()
    start, end = int(first), min(int(last) if last else size - 1, size - 1)
    if start >= size:
        return ()
    return (start, end) if start <= end else None


def pieces(source: object, left: int) -> object:
    with source:
        while left > 0 and (piece := source.read(min(CHUNK, left))):
            left -= len(piece)
            yield piece


def stock_address(request: HttpRequest, document_id: int, document_filename: str = "") -> HttpResponse:
    """Wagtail's own address of a document leads to ours, which asks who is reading."""
    return redirect(get_object_or_404(CivitacDocument, pk=document_id).url)
