from __future__ import annotations

import logging

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import IntegrityError, transaction

from .adapter import MAIL_ERRORS
from .identifiers import Identifier
from .models import Consent, User

logger = logging.getLogger(__name__)


def invite(user: User) -> bool:
    """Send someone the link by which they choose their first password, and say whether the e-mail has left.

    The link works once, for `PASSWORD_RESET_TIMEOUT` seconds; after that "forgotten password" does the same. False for an
    account that is inactive or known by its phone number only.
    """
    if not user.email or not user.is_active:
        return False
    adapter = get_adapter()
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    context = {
        "user": user,
        "password_url": adapter.get_reset_password_from_key_url(key),
        "days": settings.PASSWORD_RESET_TIMEOUT // (24 * 3600),
    }
    try:
        adapter.send_mail("account/email/invitation", user.email, context)
    except MAIL_ERRORS:
        logger.exception("No invitation to user %s", user.pk)
        return False
    return True


def open_account(identifier: Identifier) -> User:
    """The account of whoever has proven this number or address, made with their consent to the present text.

    Account and consent are there together or not at all. The same form sent twice at once opens one account.
    """
    try:
        with transaction.atomic():
            user = User.objects.create_user(**{identifier.way: identifier.value})
            Consent.objects.create(user=user, purpose=Consent.Purpose.ACCOUNT, version=settings.CONSENT_TEXT_VERSION)
    except IntegrityError:
        if (user := identifier.account) is None:
            raise
    return user
