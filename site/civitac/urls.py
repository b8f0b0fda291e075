from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from accounts.views import one_door
from civitac.core.routing import serve as serve_page
from civitac.core.storage import media_file
from data_pages.catalogue.urls import root_urlpatterns as catalogue_urls
from data_pages.documents.views import stock_address

# Wagtail reverses this name; its own view is not mounted.
documents_urls = [
    path("<int:document_id>/<path:document_filename>", stock_address, name="wagtaildocs_serve"),
]

# Read by allauth, not by Django: what it answers to an address from which too much comes.
handler429 = "accounts.views.too_many_requests"

urlpatterns = [
    path("sms/", include("alerts.callbacks.urls")),
    path("_util/login/", one_door, {"target": "account_login"}),
    path("admin/", include("accounts.admin_urls")),
    path("admin/", include("spaces.admin_urls")),
    path("admin/", include("data_pages.documents.admin_urls")),
    path("admin/", include("home.admin_urls")),
    path("admin/", include("alerts.admin_urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("alertes/", include("alerts.urls")),
    path("compte/", include("accounts.urls")),
    path("donnees/", include("data_pages.urls")),
    path("documents/", include(documents_urls)),
    path("", include(catalogue_urls)),
    path("", include("spaces.urls")),
    path("", include("home.urls")),
    path("media/<path:path>", media_file),
    re_path(r"^((?!_util/)(?:[\w\-]+/)*)$", serve_page),
    path("", include(wagtail_urls)),
]
