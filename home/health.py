"""What those who keep the machines running ask a process: `/livez`, `/readyz`."""

from __future__ import annotations

from collections.abc import Callable

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache


class HealthMiddleware:
    """Answers before anything else does: machines call by a number, over HTTP, and not by a name of ALLOWED_HOSTS."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.views = {"/livez": live, "/readyz": ready}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.views.get(request.path_info, self.get_response)(request)


@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """The process can do its work: database, migrations, cache and storage. 503 with the name of what fails."""
    checks = {
        "database": database_answers,
        "migrations": nothing_to_migrate,
        "cache": cache_keeps,
        "storage": storage_keeps,
    }
    states = {}
    for name, check in checks.items():
        try:
            states[name] = bool(check())
        except Exception:
            states[name] = False
    return JsonResponse(states, status=200 if all(states.values()) else 503)


def database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def nothing_to_migrate() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def cache_keeps() -> bool:
    cache.set("ready", "yes", 5)
    return cache.get("ready") == "yes"


def storage_keeps() -> bool:
    name = default_storage.save("ready.txt", ContentFile(b"ok"))
    default_storage.delete(name)
    return True
