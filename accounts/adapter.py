from __future__ import annotations

import logging
from smtplib import SMTPException

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import passthrough_next_redirect_url
from allauth.core import context
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from civitac.core.sms import State, journal
from civitac.core.sms.models import Purpose

from .identifiers import Identifier, Way
from .models import User

logger = logging.getLogger(__name__)

# What a mail server that is down, slow or unwilling raises.
MAIL_ERRORS = (SMTPException, OSError)


class CodeNotSent(Exception):
    """The code has certainly not left; whoever asked for it may try again."""


class AccountAdapter(DefaultAccountAdapter):
    """How Civitac uses allauth: people are known by a number or an address, and open their own account by a code."""

    def send_code(self, identifier: Identifier, code: str, purpose: Purpose) -> None:
        """Send a code where it was asked for, whether or not there is an account. Raises CodeNotSent."""
        if identifier.way is Way.PHONE:
            self.send_verification_code_sms(None, identifier.value, code, purpose=purpose)
            return
        try:
            self.send_mail("account/email/login_code", identifier.value, {"code": code, "minutes": code_minutes()})
        except MAIL_ERRORS as error:
            logger.exception("No code by e-mail")
            raise CodeNotSent from error

    def send_verification_code_sms(
        self, user: User | None, phone: str, code: str, purpose: Purpose = Purpose.CODE, **kwargs: object
    ) -> None:
        """One segment of plain letters: an accent outside the GSM alphabet would double its price. Raises CodeNotSent."""
        text = _("%(code)s is your Civitac code. It works for %(minutes)d minutes. Give it to nobody.")
        try:
            outcome = journal.send(phone, text % {"code": code, "minutes": code_minutes()}, purpose)
        except journal.BudgetSpent as error:
            raise CodeNotSent from error
        if outcome.state in (State.REFUSED, State.NOT_SENT):
            logger.error("No code by text message: %s", outcome.reason)
            raise CodeNotSent

    def get_user_by_phone(self, phone: str) -> User | None:
        return Identifier(Way.PHONE, phone).account

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        """Every number is taken as verified: it was proven by a code, or given to the animation team."""
        return (user.phone.as_e164, True) if user.phone else None

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: object) -> str:
        """allauth counts the failures of e-mail addresses each by itself, and those of all phone numbers together."""
        return super()._get_login_attempts_cache_key(
            request, email=credentials.get("email") or credentials.get("phone") or ""
        )

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")

    def get_reset_password_from_key_url(self, key: str) -> str:
        uidb36, _dash, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uidb36, "key": token})
        # An invitation by the animation team leads nowhere in particular.
        asked_by = context.request
        return settings.SITE_URL + (
            passthrough_next_redirect_url(asked_by, path, REDIRECT_FIELD_NAME) if asked_by else path
        )

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


def code_minutes() -> int:
    return app_settings.LOGIN_BY_CODE_TIMEOUT // 60
