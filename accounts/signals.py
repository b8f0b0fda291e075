from __future__ import annotations

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.db.models.signals import post_save
from django.dispatch import receiver

from .models import User


@receiver(post_save, sender=User, dispatch_uid="accounts-forget-former-addresses")
def forget_former_addresses(
    instance: User, created: bool, update_fields: Iterable[str] | None, **_signal: object
) -> None:
    """Keep no e-mail address but the account's own.

    allauth remembers every address a person ever had, and goes on accepting it for signing in and for a new password.
    """
    if created or (update_fields is not None and "email" not in update_fields):
        return
    EmailAddress.objects.filter(user=instance).exclude(email=instance.email or "").delete()
