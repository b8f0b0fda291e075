"""Addresses under /alertes/."""

from django.urls import include, path

from .public import cap, views
from .public.feeds import AlertFeed

app_name = "alerts"

urlpatterns = [
    path("", views.index, name="index"),
    path("flux.xml", AlertFeed(), name="feed"),
    path("cap/<int:alert_id>.xml", cap.document, name="cap"),
    path("cap/<int:alert_id>-annulation.xml", cap.withdrawal, name="cap_withdrawal"),
    path("<int:alert_id>/", views.alert, name="alert"),
    path("", include("alerts.subscribing.urls")),
]
