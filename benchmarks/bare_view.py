"""The floor of a page kept by Django: a WSGI application whose one view answers the bytes of a file, and nothing else."""

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import re_path

BODY = Path(os.environ["BENCH_BODY"]).read_bytes()

settings.configure(SECRET_KEY="bare", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, MIDDLEWARE=[])


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse(BODY, headers={"Content-Encoding": "gzip"})


urlpatterns = [re_path("", answer)]
application = get_wsgi_application()
