from django.urls import path, re_path

from . import views
from .api import api, no_such_address
from .packages import views as packages

# Under /donnees/.
urlpatterns = [
    path("tableaux/<int:pk>/donnees.csv", packages.figures, name="table_csv"),
    path("tableaux/<int:pk>/indicateurs.csv", packages.indicators, name="table_indicators_csv"),
    path("tableaux/<int:pk>/datapackage.json", packages.descriptor, name="table_descriptor"),
    path("tableaux/<int:pk>/paquet.zip", packages.package, name="table_package"),
]

# At the root: what other portals look for.
root_urlpatterns = [
    path("catalogue", views.negotiated, name="catalogue_any"),
    re_path(r"^catalogue\.(?P<extension>jsonld|ttl|rdf)$", views.catalogue, name="catalogue"),
    re_path(r"^catalogue/(?P<kind>tableau|document|espace)-(?P<pk>\d{1,18})$", views.thing, name="catalogue_thing"),
    path("api/donnees/", views.open_data, name="open_data"),
    path("api/donnees/", api.urls),
    path("api/donnees/<path:elsewhere>/", no_such_address),
]
