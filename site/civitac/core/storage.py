import errno

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.static import serve


def document_storage() -> Storage:
    """Where files lie that nobody fetches without being asked who they are; never under the served root."""
    return storages["documents"]


def media_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture, sound or film, where no web server stands in front to send it."""
    try:
        return serve(request, path, settings.MEDIA_ROOT)
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise Http404 from error
        raise
