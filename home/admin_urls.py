"""Addresses that the front door adds to the Wagtail admin."""

from django.urls import path

from .views import style

urlpatterns = [
    path("style/", style.style, name="style"),
]
