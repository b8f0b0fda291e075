"""Addresses of imports in the admin, under their table."""

from django.urls import path

from . import views

app_name = "data_pages_import"

urlpatterns = [
    path("tables/<int:pk>/imports/", views.table_imports, name="table"),
    path("imports/<int:pk>/", views.one_import, name="import"),
    path("imports/<int:pk>/rejects/", views.rejected_rows, name="rejects"),
    path("imports/<int:pk>/file/", views.original_file, name="file"),
]
