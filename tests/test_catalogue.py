"""The French catalogue is whole, fresh and well typed, and people read French where they work."""

import ast
import gettext
import re
import shutil
import subprocess
from importlib.metadata import files
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.urls import reverse
from django.utils import translation

from civitac.core import third_party_messages
from scripts.messages import CATALOGUE, update
from spaces.models import ArticlePage

from .reading import read, words
from .spaces.test_space_rule import form_data

ROOT = settings.BASE_DIR
BORROWED_FROM = ("django", "wagtail", "wagtailmedia", "django-allauth")
NOT_SOURCE = (".git", ".venv", "var", "locale", "tests", "benchmarks", "docs", "__pycache__", "*.sqlite3*")
TRANSLATES = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}

needs_gettext = pytest.mark.skipif(
    not all(shutil.which(tool) for tool in ("xgettext", "msgmerge", "msgfmt", "msgen")),
    reason="GETTEXT IS ABSENT: whether the catalogue is complete and fresh has not been checked (apt install gettext)",
)


def read_compiled(path: Path) -> dict[str | tuple[str, int], str]:
    """Message id → French; a plural's id comes with the number of its form."""
    with path.open("rb") as file:
        messages = dict(gettext.GNUTranslations(file)._catalog)
    messages.pop("")
    return messages


def ids(messages: dict) -> set[str]:
    return {key if isinstance(key, str) else key[0] for key in messages}


def compiled(source: Path, target: Path) -> dict:
    subprocess.run(["msgfmt", "--use-fuzzy", "-o", str(target), str(source)], check=True)
    return read_compiled(target)


@pytest.fixture(scope="module")
def french() -> dict:
    return read_compiled((ROOT / CATALOGUE).with_suffix(".mo"))


@pytest.fixture
def borrowed() -> set[str]:
    """Ids of the messages of other packages that we say ourselves, plurals aside."""
    lists = [value for value in vars(third_party_messages).values() if isinstance(value, list)]
    return {message for each in lists for message in each if isinstance(message, str)}


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[a-z]|%[a-z]|\{\w*\}", text))


def visible(text: str) -> str:
    """What people read: without tags and placeholders."""
    return re.sub(r"<[^>]*>|%\(\w+\)[a-z]|\{\w*\}", "_", text)


@needs_gettext
def test_every_message_of_the_code_is_translated_and_no_other(tmp_path, french):
    shutil.copytree(ROOT, tmp_path / "copy", ignore=shutil.ignore_patterns(*NOT_SOURCE))
    in_english = tmp_path / "english.po"
    subprocess.run(["msgen", "--no-wrap", "-o", str(in_english), str(update(tmp_path / "copy"))], check=True)
    wanted = ids(compiled(in_english, tmp_path / "english.mo"))
    assert sorted(wanted - ids(french)) == [], "not translated: run “make messages” and translate"
    assert sorted(ids(french) - wanted) == [], "in no code any more: run “make messages”"


def test_no_message_hides_in_an_f_string_where_extraction_does_not_look():
    hidden = []
    for path in ROOT.rglob("*.py"):
        if set(NOT_SOURCE).isdisjoint(path.relative_to(ROOT).parts):
            strings = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.JoinedStr)]
            calls = [call for node in strings for call in ast.walk(node) if isinstance(call, ast.Call)]
            hidden += [(str(path), call.lineno) for call in calls if getattr(call.func, "id", "") in TRANSLATES]
    assert hidden == []


@needs_gettext
def test_what_is_compiled_is_what_is_written(tmp_path, french):
    assert compiled(ROOT / CATALOGUE, tmp_path / "fresh.mo") == french


def test_nothing_is_guessed_or_left_empty(french):
    assert "fuzzy" not in (ROOT / CATALOGUE).read_text("utf-8")
    assert [key for key, text in french.items() if not text.strip()] == []


def test_translations_keep_the_placeholders(french, borrowed):
    """Except the name of a model, whose gender Wagtail does not know."""
    changed = {}
    for key, text in french.items():
        message = key if isinstance(key, str) else key[0]
        may_miss = {"%(model_name)s", "{model_name}"} if message in borrowed else set()
        if (placeholders(message) ^ placeholders(text)) - may_miss:
            changed[message] = text
    assert changed == {}


def test_our_placeholders_are_named(french, borrowed):
    assert [message for message in ids(french) - borrowed if re.search(r"%[a-z]|\{\}", message)] == []


@pytest.mark.parametrize(
    ("fault", "example"),
    [
        (r"['\"‘“”]", "l'espace"),
        (r"[^\u00a0][:;?!»]|«[^\u00a0]", "Où ?"),
        (r"\u202f|\u00a0\u00a0|  ", "«\u202fmot"),
        (r"\.\.\.", "etc..."),
    ],
    ids=["typographic quotes and apostrophes", "no-break spaces", "one kind of no-break space", "one sign for …"],
)
def test_french_is_typed_as_french(french, fault, example):
    assert re.search(fault, example)
    assert [text for text in french.values() if re.search(fault, visible(text))] == []


def test_our_french_wins_over_that_of_the_packages(french):
    with translation.override("fr"):
        other = {key: translation.gettext(key) for key in french if isinstance(key, str) and "\x04" not in key}
    assert {key: text for key, text in other.items() if text != french[key]} == {}


def test_the_packages_still_say_what_we_say_in_their_place(borrowed):
    theirs, code = set(), ""
    for package in BORROWED_FROM:
        for file in files(package) or []:
            if file.match("locale/fr/LC_MESSAGES/django.mo"):
                theirs |= ids(read_compiled(Path(file.locate())))
            elif file.suffix == ".py" and "tests" not in file.parts:
                code += file.read_text("utf-8")
    assert sorted(message for message in borrowed - theirs if f'"{message}"' not in code) == []


@pytest.fixture
def submitted(space_a, write_article, editor, animator, signed_in, django_capture_on_commit_callbacks) -> ArticlePage:
    article = write_article(space_a, "Le forage du secteur 4", live=False, user=editor)
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(editor).post(
            reverse("wagtailadmin_pages:edit", args=[article.pk]), form_data(article) | {"action-submit": "1"}
        )
    return article


@pytest.mark.django_db
def test_the_team_is_told_in_french_that_an_article_waits(submitted, animator):
    (letter,) = [message for message in mail.outbox if animator.email in message.to]
    assert letter.subject == "À lire\xa0: «\xa0Le forage du secteur 4\xa0» (Lecture par l’équipe d’animation)"
    assert letter.body.strip().startswith("Bonjour Animatrice,")


@pytest.mark.django_db
def test_the_editor_reads_in_french_where_the_article_stands(submitted, signed_in, editor):
    page = words(read(signed_in(editor), reverse("wagtailadmin_pages:edit", args=[submitted.pk])))
    assert re.search(r"Soumis \(Lecture par l’équipe d’animation\) (maintenant|il y a)", page)
    assert "workflow" not in page.lower()
