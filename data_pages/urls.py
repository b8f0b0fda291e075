from django.urls import path

from . import views

app_name = "data_pages"

urlpatterns = [
    path("documents/<int:pk>/<str:filename>", views.document, name="document"),
]
