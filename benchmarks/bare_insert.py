"""The floor of a callback: a WSGI application whose one view stores what was posted with one INSERT, and nothing else."""

import environ
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import re_path
from django.views.decorators.csrf import csrf_exempt

# As production has them, and the bare project of `servers`: a connection that the server has closed is found out beforehand.
DATABASE = environ.Env().db("DATABASE_URL") | {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
INSERT = "INSERT INTO alerts_callback (kind, body, received_at, note) VALUES ('banc', %s, now(), '')"

settings.configure(
    SECRET_KEY="bare", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, MIDDLEWARE=[], DATABASES={"default": DATABASE}
)


@csrf_exempt
def answer(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        with connection.cursor() as cursor:
            cursor.execute(INSERT, [request.body.decode()])
    return HttpResponse(b"ok")


urlpatterns = [re_path("", answer)]
application = get_wsgi_application()
