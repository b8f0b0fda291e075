from django.urls import path

from .enrolment_views import enrol

urlpatterns = [
    path("enrolement/", enrol, name="enrol"),
]
