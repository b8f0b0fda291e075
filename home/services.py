"""What is done with the messages that people send through the contact form."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.log_actions import registry as log_registry

from .models import ContactMessage


@transaction.atomic
def mark(message: ContactMessage, user: AbstractBaseUser, *, answered: bool) -> None:
    """Say that a message is answered, or is not after all; who said so and when is in the log."""
    if message.is_answered != answered:
        message.is_answered = answered
        message.save(update_fields=["is_answered"])
        log(instance=message, action="home.answer_message" if answered else "home.reopen_message", user=user)


def forget_answered() -> None:
    """Delete the answered messages that are old enough to serve nobody, and what the log says of them."""
    oldest = timezone.now() - datetime.timedelta(days=settings.CONTACT_MESSAGES_KEPT_DAYS)
    for message in ContactMessage.objects.filter(is_answered=True, created_at__lt=oldest):
        log_registry.get_logs_for_instance(message).delete()
        message.delete()
