"""The floor of a download: a WSGI application whose one view answers Django's own response of a file, and nothing else."""

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import FileResponse, HttpRequest
from django.urls import re_path

FILE = Path(os.environ["BENCH_FILE"])

settings.configure(SECRET_KEY="bare", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, MIDDLEWARE=[])


def answer(request: HttpRequest) -> FileResponse:
    return FileResponse(FILE.open("rb"), content_type="application/pdf")


urlpatterns = [re_path("", answer)]
application = get_wsgi_application()
