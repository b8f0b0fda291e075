from __future__ import annotations

from .references import CheckedReferencesForm


class ArticleForm(CheckedReferencesForm):
    """The article editor; a new article starts from the template of blocks of its kind."""


class SpaceSheetForm(CheckedReferencesForm):
    """The sheet of a space."""
