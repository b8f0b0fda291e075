"""What a text weighs, and the cheaper spelling that is proposed for it: on the server and in the browser alike."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from alerts.text import spelling
from tests.core.weights import DROP, WEIGHTS

from .vectors import LONG, PROPOSALS, TIGHT

SCRIPT = Path(settings.BASE_DIR, "static/js/sms-counter.js")
NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="node is absent: the counter is tried in the browser tests only")


@pytest.mark.parametrize(("text", "language", "proposed", "saved"), PROPOSALS)
def test_a_cheaper_spelling_is_proposed_and_none_where_nothing_is_gained(text, language, proposed, saved):
    proposal = spelling.propose(text, language)
    assert (proposal and proposal.text) == proposed
    assert (proposal.saved if proposal else 0) == saved


@pytest.mark.parametrize(("text", "tight"), TIGHT)
def test_a_text_one_sign_from_the_next_segment_is_said_to_be_so(text, tight):
    assert spelling.is_tight(text) is tight


def test_a_word_that_could_be_read_as_another_is_pointed_out():
    text = "Le jeûne commence demain. " + LONG
    proposal = spelling.propose(text, "fr")
    assert proposal.mistaken == (("jeûne", "jeune"),)
    # Nothing is pointed out where the accents stay.
    assert spelling.propose("Le jeûne commence « demain »", "fr").mistaken == ()


@pytest.mark.parametrize("sign", [DROP, "ɛ", "☎", "‰"])
def test_a_sign_without_a_plain_form_is_never_replaced_by_another(sign):
    text = f"L’heure {sign}"
    assert spelling.propose(text, "fr").text == f"L'heure {sign}"
    assert spelling.dear_signs(spelling.plain(text)) == [sign]


def test_words_that_are_mistaken_for_others_lose_an_accent_that_is_dear():
    for word, other in spelling.MISTAKEN.items():
        assert spelling.without_dear_accents(word) == other


def in_node(expression: str, *arguments: object) -> object:
    """What the script answers, by its own module."""
    program = (
        f"import * as counter from {json.dumps(SCRIPT.as_uri())};"
        f"const [tables, ...given] = JSON.parse(process.argv[1]);"
        f"console.log(JSON.stringify(({expression})(counter, tables, ...given)))"
    )
    sent = json.dumps([spelling.tables(), *arguments])
    done = subprocess.run(
        [NODE, "--input-type=module", "-e", program, "--", sent], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


@needs_node
def test_the_script_weighs_texts_as_the_server_does():
    answers = in_node("(c, t, texts) => texts.map((text) => c.measure(text, t))", [row[0] for row in WEIGHTS])
    assert [(a["alphabet"], a["units"], a["segments"]) for a in answers] == [row[1:] for row in WEIGHTS]
    answers = in_node("(c, t, texts) => texts.map((text) => c.measure(text, t).tight)", [text for text, _ in TIGHT])
    assert answers == [tight for _, tight in TIGHT]


@needs_node
def test_only_the_words_that_differ_are_marked():
    text = "Réunion « jeudi »\nau secteur n° 5, soyez là"
    proposed = 'Réunion "jeudi"\nau secteur no 5, soyez là'
    assert in_node("(c, t, text, proposed) => c.changes(text, proposed)", text, proposed) == [
        ["same", "Réunion "],
        ["del", "« jeudi »"],
        ["ins", '"jeudi"\n'],
        ["same", "au "],
        ["same", "secteur "],
        ["del", "n°"],
        ["ins", "no "],
        ["same", "5, "],
        ["same", "soyez "],
        ["same", "là"],
    ]


@needs_node
def test_the_script_proposes_what_the_server_would():
    texts = [*[(text, language) for text, language, *_rest in PROPOSALS], ("Le jeûne commence. " + LONG, "fr")]
    answers = in_node("(c, t, rows) => rows.map(([text, language]) => c.propose(text, language, t))", texts)
    for (text, language), answer in zip(texts, answers, strict=True):
        proposal = spelling.propose(text, language)
        assert (answer and answer["text"]) == (proposal and proposal.text)
        if proposal:
            assert [tuple(pair) for pair in answer["mistaken"]] == list(proposal.mistaken)
