"""The texts of a message as they leave, with what each weighs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from civitac.core.sms.segments import Size, measure
from spaces.enums import TextLanguage

from ..models import Alert
from .spelling import dear_signs, is_tight


@dataclass(frozen=True)
class Version:
    """One text as it leaves."""

    language: str
    text: str
    size: Size
    recipients: int
    tight: bool
    dear: list[str]


def versions_of(alert: Alert, languages: Mapping[str, int] | None = None) -> list[Version]:
    """The texts of an alert, French first."""
    texts = sorted(alert.texts_by_language().items(), key=lambda pair: pair[0] != TextLanguage.FRENCH)
    return [
        Version(
            TextLanguage(language).label,
            text,
            measure(text),
            (languages or {}).get(language, 0),
            is_tight(text),
            dear_signs(text),
        )
        for language, text in texts
    ]
