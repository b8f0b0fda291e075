from django.urls import path

from . import views

urlpatterns = [
    path("indicateurs/<slug:code>/carte.svg", views.indicator_map, name="indicator_map"),
    path("territoires/<slug:code>/carte.svg", views.territory_map, name="territory_map"),
]
