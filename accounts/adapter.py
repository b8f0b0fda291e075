from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """How Civitac uses allauth: accounts are made by the animation team, so there is no open sign-up yet."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
