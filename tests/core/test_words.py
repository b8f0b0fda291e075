"""How long a text takes is told from its words alone."""

from civitac.core.text import words_in


def test_what_a_reader_reads_is_counted():
    stored = [
        {"type": "paragraph", "id": "a b c", "value": "<p>Le forage du <b>secteur</b> quatre</p><p>Merci</p>"},
        {"type": "quote", "id": "d", "value": {"quote": "On compte les pompes", "author": None}},
    ]
    assert words_in(stored) == 6 + 4


def test_nothing_written_takes_no_word():
    assert words_in([]) == words_in(None) == 0
