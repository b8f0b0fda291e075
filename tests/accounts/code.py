"""How the tests ask for a code and type it, through the pages."""

from __future__ import annotations

import re

from django.core import mail
from django.test import Client

from accounts.models import User
from civitac.core.sms import memory

DOOR, CODE, SIGN_UP = "/compte/connexion/", "/compte/code/", "/compte/inscription/"
SIX_DIGITS = re.compile(r"\b\d{6}\b")


def ask(client: Client, login: str, **fields: str):
    return client.post(DOOR, {"login": login, **fields})


def code_by_sms() -> str:
    [code] = SIX_DIGITS.findall(memory.outbox[-1].text)
    return code


def code_by_mail() -> str:
    [code] = SIX_DIGITS.findall(mail.outbox[-1].body)
    return code


def another(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def type_code(client: Client, code: str, **fields: str):
    return client.post(CODE, {"code": code, **fields})


def agree(client: Client):
    return client.post(SIGN_UP, {"consent": "on"})


def is_signed_in(client: Client, user: User | None = None) -> bool:
    key = client.session.get("_auth_user_id")
    return key is not None and (user is None or key == str(user.pk))
