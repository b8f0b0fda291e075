from django.urls import include, path

app_name = "data_pages"

urlpatterns = [
    path("documents/", include("data_pages.documents.urls")),
    path("", include("data_pages.catalogue.urls")),
    path("", include("data_pages.drawing.urls")),
    path("", include("data_pages.statistics.pages.urls")),
]
