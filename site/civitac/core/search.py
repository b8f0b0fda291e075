"""PostgreSQL's index of texts, with a configuration of its own for what is being typed, and lighter rows."""

from __future__ import annotations

from django.db.models import QuerySet
from modelsearch.backends.database.postgres.postgres import (
    PostgresAutocompleteQueryCompiler,
    PostgresSearchBackend,
    PostgresSearchQueryCompiler,
)

from .words_only import WordsOnly


class WithoutVectors:
    """The stock queries bring the vector of each text along, kilobytes that nobody reads."""

    def search(self, *args: object, **kwargs: object) -> QuerySet:
        found = super().search(*args, **kwargs)
        found.query.set_annotation_mask(found.query.annotation_select.keys() - {"_vector_"})
        return found


class QueryCompiler(WordsOnly, WithoutVectors, PostgresSearchQueryCompiler):
    pass


class AutocompleteQueryCompiler(WordsOnly, WithoutVectors, PostgresAutocompleteQueryCompiler):
    pass


class SearchBackend(PostgresSearchBackend):
    """The stock backend completes words by PostgreSQL's "simple" configuration, for which é is not e."""

    query_compiler_class = QueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler

    def __init__(self, params: dict[str, object]) -> None:
        super().__init__(params)
        self.autocomplete_config = params["AUTOCOMPLETE_SEARCH_CONFIG"]
