"""A message to oneself, as others would receive it."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.core.cache import cache
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from civitac.core.sms import State, journal
from civitac.core.sms.models import Purpose

from .models import Alert
from .rules import problems_of_texts
from .workflow import NotReady, WorkflowError

MARK = "[TEST] "
PER_HOUR = 10


def send_to_oneself(alert: Alert, user: AbstractBaseUser) -> int:
    """Send every text, marked as a test, to the telephone of the account; says how many left. Outside any transaction.

    Raises WorkflowError: no telephone, too many tries this hour, nothing more to spend today, refused.
    """
    if not user.phone:
        raise WorkflowError(_("Your account has no telephone number: add it on your account’s page."))
    texts = alert.texts_by_language()
    if problems := problems_of_texts(texts):
        raise NotReady(problems)
    key = f"alert-trials:{user.pk}"
    cache.add(key, 0, timeout=3600)
    if cache.incr(key) > PER_HOUR:
        raise WorkflowError(_("You have sent many tests this hour: try again later."))
    try:
        outcomes = [journal.send(user.phone.as_e164, MARK + text, Purpose.ANSWER) for text in texts.values()]
    except journal.BudgetSpent as error:
        raise WorkflowError(_("No more tests can leave today.")) from error
    log(instance=alert, action="alerts.trial", user=user)
    left = [outcome for outcome in outcomes if outcome.state in (State.ACCEPTED, State.UNKNOWN)]
    if not left:
        raise WorkflowError(_("The operator did not take the test. Look at your number on your account’s page."))
    return len(left)
