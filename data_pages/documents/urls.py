from django.urls import path

from . import views

urlpatterns = [
    path("", views.documents, name="documents"),
    path("selection.zip", views.selection, name="selection"),
    path("<int:pk>/", views.document_page, name="document_page"),
    path("<int:pk>/apercu/", views.first_page, name="first_page"),
    path("<int:pk>/versions/<int:number>/<str:filename>", views.version, name="document_version"),
    path("<int:pk>/<str:filename>", views.document, name="document"),
]
