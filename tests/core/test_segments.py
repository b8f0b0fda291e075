"""What a text message weighs. The vectors were worked out apart from the code under test, from 3GPP TS 23.038 and 23.040."""

from __future__ import annotations

import pytest

from civitac.core.sms.segments import Alphabet, Size, measure

GSM, UCS2 = Alphabet.GSM, Alphabet.UCS2
DROP = "💧"


@pytest.mark.parametrize(
    ("text", "alphabet", "units", "segments"),
    [
        ("Coupure d'eau demain de 8h à 12h au secteur 4.", GSM, 46, 1),
        ("Ça alors", GSM, 8, 1),
        ("Ça commença", UCS2, 11, 1),
        ("Fête nationale", UCS2, 14, 1),
        ("a" * 160, GSM, 160, 1),
        ("a" * 161, GSM, 161, 2),
        ("a" * 158 + "€", GSM, 160, 1),
        ("a" * 159 + "€", GSM, 161, 2),
        ("a" * 306, GSM, 306, 2),
        ("a" * 152 + "€" + "b" * 152, GSM, 306, 3),
        ("€" * 81, GSM, 162, 2),
        ("ê" * 70, UCS2, 70, 1),
        ("ê" * 71, UCS2, 71, 2),
        ("a" * 68 + DROP, UCS2, 70, 1),
        ("a" * 69 + DROP, UCS2, 71, 2),
        ("a" * 66 + DROP + "b" * 66, UCS2, 134, 3),
        ("^{}\\[~]|€\f", GSM, 20, 1),
        ("", GSM, 0, 0),
    ],
)
def test_a_text_has_its_alphabet_its_units_and_its_segments(text, alphabet, units, segments):
    assert measure(text) == Size(alphabet, units, segments)


def test_a_letter_written_as_two_signs_weighs_what_the_handset_receives():
    assert measure("e\u0301cole") == Size(GSM, 5, 1)


@pytest.mark.parametrize("sign", [*"àäæéèöùüÄÆÇÉÖÜ@§_#&%$£¥¤¿¡\"'"])
def test_these_letters_keep_a_text_cheap(sign):
    assert measure(sign) == Size(GSM, 1, 1)


@pytest.mark.parametrize("sign", [*"âçêëîïôœûÿÀÂÈÊËÎÏÔŒÙÛŸ«»’‘“”–—…•·°²³½‰№`´¨\t\u00a0\u202f\u00adãẽɛɔɲŋɓɗƴ"])
def test_these_letters_make_a_text_dear(sign):
    assert measure(sign) == Size(UCS2, 1, 1)
