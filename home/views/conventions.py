"""Addresses that browsers, robots and machines look for by convention."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.cache import never_cache

from ..models import SiteSettings


def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /compte/",
        "Disallow: /recherche/",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116: where to report a weakness."""
    address = SiteSettings.for_request(request).contact_email
    contact = f"mailto:{address}" if address else f"{settings.SITE_URL}/contact/"
    expires = (timezone.now() + datetime.timedelta(days=180)).replace(microsecond=0).isoformat()
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires}",
        "Preferred-Languages: fr",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def manifest(request: HttpRequest) -> HttpResponse:
    return JsonResponse(
        {
            "name": settings.WAGTAIL_SITE_NAME,
            "short_name": settings.WAGTAIL_SITE_NAME,
            "lang": "fr",
            "start_url": "/",
            "display": "minimal-ui",
            "background_color": "#fbf8f2",
            "theme_color": "#22386b",
            "icons": [{"src": static("img/favicon.svg"), "sizes": "any", "type": "image/svg+xml"}],
        },
        content_type="application/manifest+json",
    )


def service_worker(request: HttpRequest) -> HttpResponse:
    """Served from the root, so that it may look after the whole site."""
    context = {"stylesheet": static("css/civitac.css")}
    return render(request, "home/sw.js", context, content_type="text/javascript; charset=utf-8")


def offline(request: HttpRequest) -> HttpResponse:
    return render(request, "offline.html")


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
