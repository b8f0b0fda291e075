"""An article starts from hints; they are written over before anyone is asked to read it."""

import re
from html import unescape

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import rich_text

from spaces.enums import ArticleKind
from spaces.models import ArticlePage
from spaces.starting_bodies import STARTS, hints_left, strings

from .test_space_rule import form_data

pytestmark = pytest.mark.django_db

FIRST_HINT = "Qui, quoi, où, quand\u00a0: l’essentiel en trois phrases."


@pytest.fixture
def send(signed_in, editor, space_a):
    """`send(*texts, **changes)` → the answer to a new article made of these paragraphs."""

    def post(*texts, **changes):
        page = Page.objects.get(pk=space_a.page_id)
        data = form_data(ArticlePage(title="La fontaine du secteur 2", slug="")) | {"body-count": str(len(texts))}
        for number, text in enumerate(texts):
            data |= {
                f"body-{number}-deleted": "",
                f"body-{number}-order": str(number),
                f"body-{number}-type": "paragraph",
                f"body-{number}-id": "",
                f"body-{number}-value": rich_text(f"<p>{text}</p>"),
            }
        address = reverse("wagtailadmin_pages:add", args=["spaces", "articlepage", page.pk])
        return signed_in(editor).post(address, data | changes)

    return post


def body_errors(answer) -> dict[int, str]:
    (error,) = answer.context["form"].errors["body"].as_data()
    return {number: inner.messages[0] for number, inner in error.block_errors.items()}


def test_what_still_holds_a_hint_is_not_submitted_and_the_hint_is_named(send):
    answer = send("Le robinet coule depuis lundi.", FIRST_HINT, **{"action-submit": "1"})
    assert answer.status_code == 200
    assert not ArticlePage.objects.exists()
    assert {number: FIRST_HINT in message for number, message in body_errors(answer).items()} == {1: True}


def test_a_draft_may_hold_its_hints(send):
    assert send(FIRST_HINT).status_code == 302
    assert not ArticlePage.objects.get().workflow_in_progress


def test_what_is_written_over_its_hints_is_submitted(send):
    assert send(f"{FIRST_HINT} Non\u00a0: voici le fait.", **{"action-submit": "1"}).status_code == 302
    assert ArticlePage.objects.get().workflow_in_progress


def test_a_hint_is_found_among_other_lines_of_its_block_and_in_a_block_of_several_fields():
    assert hints_left({"value": f"<p>Mon début.</p><p data-block-key='x'>{FIRST_HINT}</p>"})
    assert hints_left(
        {"value": {"items": [{"value": {"subject": "Le premier point à l’ordre du jour", "decision": ""}}]}}
    )
    assert not hints_left({"value": {"text": "Sur place", "level": "h2"}})


@pytest.mark.parametrize("kind", ArticleKind.values)
def test_every_kind_starts_from_a_hint(kind):
    assert hints_left(STARTS[kind].body)


def test_what_editors_start_from_is_typed_as_french():
    texts = [text for start in STARTS.values() for text in strings(start.body)]
    assert [text for text in texts if re.search(r" [:;?!»]|« |['\"]", text)] == []


def test_a_photo_is_summed_up_by_its_caption(signed_in, editor, space_a):
    address = reverse("wagtailadmin_pages:add", args=["spaces", "articlepage", space_a.page_id])
    page = signed_in(editor).get(address, {"kind": "report"}).content.decode()
    assert '"labelFormat": "{caption}"' in unescape(page)
