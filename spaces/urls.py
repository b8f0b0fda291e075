from django.urls import path

from .enrolment_views import enrol
from .enums import SpaceKind
from .feeds import SpaceFeed

urlpatterns = [
    path("enrolement/", enrol, name="enrol"),
    path("collectivites/<slug:slug>/flux.xml", SpaceFeed(), {"kind": SpaceKind.COLLECTIVITY}),
    path("osc/<slug:slug>/flux.xml", SpaceFeed(), {"kind": SpaceKind.ORGANISATION}),
]
