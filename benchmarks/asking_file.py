"""The floor of a download by someone identified: one view that asks who is reading as Django does, and answers the file.

On the session store, the accounts and the database settings of the run, with Django's own middleware and nothing else.
"""

import os
from pathlib import Path

import django
from django.core.wsgi import get_wsgi_application
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.test.utils import override_settings
from django.urls import re_path

FILE = Path(os.environ["BENCH_FILE"])
BARE = {
    "ROOT_URLCONF": __name__,
    "MIDDLEWARE": [
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    "AUTHENTICATION_BACKENDS": ["django.contrib.auth.backends.ModelBackend"],
}


def answer(request: HttpRequest) -> HttpResponseBase:
    if not request.user.is_authenticated:
        return HttpResponse()
    return FileResponse(FILE.open("rb"), content_type="application/pdf")


urlpatterns = [re_path("", answer)]
# The applications insist on middleware of their own when they are set up.
django.setup()
override_settings(**BARE).enable()
application = get_wsgi_application()
