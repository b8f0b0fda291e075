from django.urls import path

from . import views

urlpatterns = [
    path("<int:pk>/<str:filename>", views.document, name="document"),
]
