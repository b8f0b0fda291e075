"""PostgreSQL's index of texts, with a configuration of its own for what is being typed."""

from __future__ import annotations

from modelsearch.backends.database.postgres.postgres import PostgresSearchBackend


class SearchBackend(PostgresSearchBackend):
    """The stock backend completes words by PostgreSQL's "simple" configuration, for which é is not e."""

    def __init__(self, params: dict[str, object]) -> None:
        super().__init__(params)
        self.autocomplete_config = params["AUTOCOMPLETE_SEARCH_CONFIG"]
