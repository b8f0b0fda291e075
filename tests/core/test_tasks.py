"""Background work runs once the data it is about is committed, and once for all who asked for it."""

from __future__ import annotations

import pytest
from django.db import transaction
from django_tasks import task

pytestmark = pytest.mark.django_db

done: list[str] = []


@task
def note(word: str) -> None:
    done.append(word)


@pytest.fixture(autouse=True)
def _nothing_done():
    done.clear()


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_work_waits_for_the_commit(commit):
    with commit():
        note.enqueue("a")
        assert done == []
    assert done == ["a"]


def test_what_is_asked_for_several_times_is_done_once(commit):
    with commit():
        for word in ("a", "b", "a", "a"):
            note.enqueue(word)
    assert done == ["a", "b"]


def test_what_is_asked_for_again_later_is_done_again(commit):
    for _each in range(2):
        with commit():
            note.enqueue("a")
    assert done == ["a", "a"]


def test_a_change_taken_back_takes_no_other_request_with_it(commit):
    with commit():
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            note.enqueue("a")
            note.enqueue("b")
            raise ZeroDivisionError
        note.enqueue("a")
    assert done == ["a"]


def test_publishing_an_article_indexes_it_once(write_article, space_a, monkeypatch):
    indexed = []
    monkeypatch.setattr("modelsearch.tasks.index.insert_or_update_object", indexed.append)
    article = write_article(space_a, "Un forage")
    assert indexed == [article]
