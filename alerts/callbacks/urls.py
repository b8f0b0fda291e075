from django.urls import path

from ..enums import CallbackKind
from .views import receive

app_name = "sms"

urlpatterns = [
    path(f"<str:token>/{kind.value}/", receive, {"kind": kind}, name=kind.name.lower()) for kind in CallbackKind
]
