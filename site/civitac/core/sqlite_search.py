"""SQLite's index of texts (FTS5), which answers whatever is typed and finds œ under oe as PostgreSQL does."""

from __future__ import annotations

from functools import reduce
from operator import and_, or_

from modelsearch.backends.database.sqlite.query import Lexeme, SearchQueryExpression
from modelsearch.backends.database.sqlite.sqlite import (
    SQLiteAutocompleteQueryCompiler,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
)
from modelsearch.query import PlainText, SearchQuery

from .text import in_either_spelling
from .words_only import WordsOnly


class Word(Lexeme):
    """A word in FTS5's own writing; the stock one breaks on a quotation mark."""

    def as_sql(self, compiler: object, connection: object) -> tuple[str, list[str]]:
        return "%s", [in_either_spelling(self.value, "*" if self.prefix else "")]


class PlainWords:
    """What is typed as plain text, word by word."""

    def build_search_query_content(self, query: SearchQuery, config: object = None) -> object:
        if not isinstance(query, PlainText):
            return super().build_search_query_content(query, config)
        *first, last = query.query_string.split()
        words = [*map(Word, first), Word(last, prefix=self.LAST_TERM_IS_PREFIX)]
        joined = reduce(and_ if query.operator.upper() == "AND" else or_, words)
        return SearchQueryExpression(joined, config=config)


class QueryCompiler(WordsOnly, PlainWords, SQLiteSearchQueryCompiler):
    pass


class AutocompleteQueryCompiler(WordsOnly, PlainWords, SQLiteAutocompleteQueryCompiler):
    pass


class SearchBackend(SQLiteSearchBackend):
    query_compiler_class = QueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler
