"""Addresses of the room in the Wagtail admin, beside those of its screens."""

from django.urls import path

from .progress import views

app_name = "alerts_admin"

urlpatterns = [
    path("alertes/<int:pk>/envoi/", views.progress, name="progress"),
    path("alertes/<int:pk>/envoi/export.csv", views.export, name="export"),
]
