"""How a protected file reaches a reader who may have it: whole or in part, by the application, by nginx or from afar."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import quote

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import content_disposition_header, quote_etag

from civitac.core.visibility import Visibility

ONE_RANGE = re.compile(r"^bytes=(\d{0,18})-(\d{0,18})$", re.ASCII)
CHUNK = 64 * 1024
SHOWN_IN_BROWSER = {"application/pdf", "text/plain", "image/webp"}


def deliver(request: HttpRequest, file: FieldFile, name: str, visibility: str, content_hash: str) -> HttpResponseBase:
    """The file, under a name, to someone whose right to it has been asked. Raises Http404 when it is not there.

    Resumable (RFC 9110, one range) as long as it is the same file, which `content_hash` tells. No script runs in it, no
    other site is told where it was, and nobody keeps it but what is public.
    """
    response = sent(request, file, name, quote_etag(content_hash) if content_hash else "")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Referrer-Policy"] = "no-referrer"
    if visibility == Visibility.PUBLIC and response.status_code != 302:
        patch_cache_control(response, public=True, max_age=300)
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response


def kind_of(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def is_shown_in_browser(name: str) -> bool:
    """Whether a file of this name stands on a page of its own; the others are saved, and the page before them stays."""
    return kind_of(name) in SHOWN_IN_BROWSER


def sent(request: HttpRequest, file: FieldFile, name: str, etag: str) -> HttpResponseBase:
    kind = kind_of(name)
    disposition = content_disposition_header(not is_shown_in_browser(name), name)
    if signs_addresses(file):
        # A private bucket: an address that is good for a minute (`querystring_expire`), for this reader.
        response: HttpResponseBase = HttpResponse(status=302)
        response["Location"] = file.storage.url(
            file.name, parameters={"ResponseContentType": kind, "ResponseContentDisposition": disposition}
        )
        return response
    if settings.DOCUMENTS_ACCEL_PREFIX:
        # nginx sends the file, ranges included, from a location that only such an answer opens.
        response = HttpResponse(content_type=kind)
        response["X-Accel-Redirect"] = settings.DOCUMENTS_ACCEL_PREFIX + quote(file.name)
        response["Content-Disposition"] = disposition
        return response
    if etag and (unchanged := get_conditional_response(request, etag=etag)) is not None:
        unchanged["ETag"] = etag
        return unchanged
    try:
        size, source = file.size, file.open("rb")
    except (FileNotFoundError, ValueError) as error:
        raise Http404 from error
    # Of a file corrected since its first half was fetched, the second half would spoil both (RFC 9110, 13.1.5).
    is_same = request.headers.get("If-Range", etag) == etag
    # A part is a thing of GET alone (14.2): whoever asks for the headers learns how long the whole file is.
    asked = request.headers.get("Range", "") if is_same and request.method == "GET" else ""
    response = whole_or_part(asked, source, size, kind)
    if etag:
        response["ETag"] = etag
    response["Content-Disposition"] = disposition
    response["Accept-Ranges"] = "bytes"
    # Files are sent as they are: compressed on the way, they would lose their length and could not be resumed.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    return response


def signs_addresses(file: FieldFile) -> bool:
    return hasattr(file.storage, "querystring_expire")


def whole_or_part(asked: str, source: BinaryIO, size: int, kind: str) -> HttpResponseBase:
    wanted = byte_range(asked, size)
    if wanted is None:
        response: HttpResponseBase = FileResponse(source, content_type=kind)
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


def pieces(source: BinaryIO, left: int) -> Iterator[bytes]:
    with source:
        while left > 0 and (piece := source.read(min(CHUNK, left))):
            left -= len(piece)
            yield piece
