"""Whoever writes an alert may send it to themselves first, a few times."""

from __future__ import annotations

import pytest

from alerts import trial
from alerts.models import Alert
from alerts.workflow import WorkflowError

from .composing import acts, compose, group_of

pytestmark = pytest.mark.django_db

NUMBER = "+22670100001"


@pytest.fixture
def draft(space_a, editor) -> Alert:
    return compose(space_a, editor, group_of(space_a))


def test_one_sends_it_to_oneself_first(draft, editor, sent_texts):
    editor.phone = NUMBER
    editor.save()
    assert trial.send_to_oneself(draft, editor) == 1
    [message] = sent_texts
    assert (message.number, message.text) == (NUMBER, "[TEST] Session du conseil jeudi à 8 h.")
    assert acts(draft) == ["alerts.trial"]


def test_tests_to_oneself_have_an_end(draft, editor, sent_texts):
    editor.phone = NUMBER
    for _time in range(trial.PER_HOUR):
        trial.send_to_oneself(draft, editor)
    with pytest.raises(WorkflowError):
        trial.send_to_oneself(draft, editor)
    assert len(sent_texts) == trial.PER_HOUR


def test_an_account_without_a_telephone_is_told_so(draft, editor):
    with pytest.raises(WorkflowError, match="téléphone"):
        trial.send_to_oneself(draft, editor)
