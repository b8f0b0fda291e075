from django.urls import path

from . import views

urlpatterns = [
    path("abonnement/", views.subscribe, name="subscribe"),
    path("abonnement/code/", views.SubscriptionCodeView.as_view(), name="subscribe_code"),
    path("desabonnement/", views.unsubscribe, name="unsubscribe"),
    path("desabonnement/code/", views.UnsubscriptionCodeView.as_view(), name="unsubscribe_code"),
    path("mes-messages/", views.mine, name="mine"),
]
