"""What a text message weighs."""

from __future__ import annotations

import pytest

from civitac.core.sms.segments import Size, measure

from .weights import GSM, UCS2, WEIGHTS


@pytest.mark.parametrize(("text", "alphabet", "units", "segments"), WEIGHTS)
def test_a_text_has_its_alphabet_its_units_and_its_segments(text, alphabet, units, segments):
    assert measure(text) == Size(alphabet, units, segments)


@pytest.mark.parametrize("sign", [*"àäæéèöùüÄÆÇÉÖÜ@§_#&%$£¥¤¿¡\"'"])
def test_these_letters_keep_a_text_cheap(sign):
    assert measure(sign) == Size(GSM, 1, 1)


@pytest.mark.parametrize("sign", [*"âçêëîïôœûÿÀÂÈÊËÎÏÔŒÙÛŸ«»’‘“”–—…•·°²³½‰№`´¨\t\u00a0\u202f\u00adãẽɛɔɲŋɓɗƴ"])
def test_these_letters_make_a_text_dear(sign):
    assert measure(sign) == Size(UCS2, 1, 1)
