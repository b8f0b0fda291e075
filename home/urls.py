from django.urls import path
from django.views.generic import RedirectView
from wagtail.contrib.sitemaps.views import sitemap

from .api import api
from .feeds import SiteFeed, ThemeFeed
from .sitemaps import SITEMAPS
from .views import contact, conventions, news, search

urlpatterns = [
    path("actualites/", news.news, name="news"),
    path("themes/<slug:slug>/", news.theme, name="theme"),
    path("themes/<slug:slug>/flux.xml", ThemeFeed(), name="theme_feed"),
    path("flux.xml", SiteFeed(), name="feed"),
    path("recherche/", search.search, name="search"),
    path("recherche/suggestions/", search.suggestions, name="suggestions"),
    path("contact/", contact.contact, name="contact"),
    path("api/v2/", api.urls),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("robots.txt", conventions.robots),
    path("favicon.ico", RedirectView.as_view(url="/static/img/favicon.svg")),
    path(".well-known/security.txt", conventions.security),
    path("manifest.webmanifest", conventions.manifest),
    path("sw.js", conventions.service_worker),
    path("hors-ligne/", conventions.offline),
]
