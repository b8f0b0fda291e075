from __future__ import annotations

from django.db.models import QuerySet
from modelsearch.query import PlainText

from .text import holds_a_word


class WordsOnly:
    """Where no word is typed nothing is found: on PostgreSQL texts without any would answer, and on SQLite the stock
    compilers break.
    """

    def search(self, *args: object, **kwargs: object) -> QuerySet:
        if isinstance(self.query, PlainText) and not holds_a_word(self.query.query_string):
            return self.queryset.none()
        return super().search(*args, **kwargs)
