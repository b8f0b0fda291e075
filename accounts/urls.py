"""Addresses under /compte/. The names are allauth's, so that its own redirects find them.

What allauth offers besides (several e-mail addresses per person, its own sign-up and sign-in by code) is not mounted.
"""

from allauth.account import views as allauth_views
from django.urls import path, re_path

from . import views

urlpatterns = [
    path("", views.account, name="account"),
    path("connexion/", views.LoginView.as_view(), name="account_login"),
    path("deconnexion/", allauth_views.logout, name="account_logout"),
    path("code/", views.CodeView.as_view(), name="account_code"),
    path("inscription/", views.SignUpView.as_view(), name="account_signup"),
    path("confirmation/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("inactif/", allauth_views.account_inactive, name="account_inactive"),
    path("mot-de-passe/", allauth_views.password_change, name="account_change_password"),
    path("mot-de-passe/choisir/", views.NewPasswordView.as_view(), name="account_set_password"),
    path("mot-de-passe/oublie/", views.PasswordResetView.as_view(), name="account_reset_password"),
    path("mot-de-passe/oublie/envoye/", allauth_views.password_reset_done, name="account_reset_password_done"),
    path(
        "mot-de-passe/nouveau/fait/",
        allauth_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^mot-de-passe/nouveau/(?P<uidb36>[0-9A-Za-z]{1,13})-(?P<key>[\w-]+)/$",
        allauth_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]
