from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form sent without its token: nearly always a page left open for too long. Says how to go on."""
    return render(request, "403_csrf.html", status=403)
