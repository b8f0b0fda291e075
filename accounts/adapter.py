from __future__ import annotations

import logging
from smtplib import SMTPException

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from .models import User

logger = logging.getLogger(__name__)

# What a mail server that is down, slow or unwilling raises.
MAIL_ERRORS = (SMTPException, OSError)


class AccountAdapter(DefaultAccountAdapter):
    """How Civitac uses allauth: accounts are made by the animation team, so there is no open sign-up yet."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def get_reset_password_from_key_url(self, key: str) -> str:
        uidb36, _dash, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uidb36, "key": token})
        return settings.SITE_URL + path

    def render_mail(
        self, template_prefix: str, email: str, context: dict[str, object], headers: dict[str, str] | None = None
    ) -> EmailMultiAlternatives:
        """The plain text of `<template_prefix>_message.txt`, and the same words as light HTML."""
        message = super().render_mail(template_prefix, email, context, headers)
        page = render_to_string("account/email/message.html", {"subject": message.subject, "text": message.body})
        message.attach_alternative(page, "text/html")
        return message

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """Also outside a request. Raises one of MAIL_ERRORS when the mail server does not take the message."""
        common = {"email": email, "site_name": settings.WAGTAIL_SITE_NAME, "site_url": settings.SITE_URL}
        self.render_mail(template_prefix, email, {**common, **context}).send()

    def send_notification_mail(self, template_prefix: str, user: User, *args: object, **kwargs: object) -> None:
        """Tell someone what has been done with their account. What is done stays done when the mail cannot leave."""
        try:
            super().send_notification_mail(template_prefix, user, *args, **kwargs)
        except MAIL_ERRORS:
            logger.exception("No notice %s to user %s", template_prefix, user.pk)
