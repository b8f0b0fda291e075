"""Addresses of the Wagtail admin where our list of documents stands before Wagtail's own."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from .admin import DocumentIndexView

urlpatterns = [
    path("documents/", require_admin_access(DocumentIndexView.as_view())),
    path("documents/results/", require_admin_access(DocumentIndexView.as_view(results_only=True))),
]
