"""What the page about open data says of the interface for programs, read from its own description."""

from __future__ import annotations

from dataclasses import dataclass

from .api import api

EXAMPLES = {
    "/api/donnees/observations/": "/api/donnees/observations/?niveau=region&periode=2019",
    "/api/donnees/territoires/": "/api/donnees/territoires/?niveau=region",
}


@dataclass(frozen=True)
class Parameter:
    name: str
    description: str


@dataclass(frozen=True)
class Operation:
    path: str
    summary: str
    parameters: list[Parameter]

    @property
    def example(self) -> str:
        """An address to try; none where it would need the code of something."""
        return EXAMPLES.get(self.path, "" if "{" in self.path else self.path)


def operations() -> list[Operation]:
    described = api.get_openapi_schema()["paths"]
    return [
        Operation(
            path,
            methods["get"]["summary"],
            [Parameter(each["name"], description_of(each)) for each in methods["get"]["parameters"]],
        )
        for path, methods in described.items()
    ]


def description_of(parameter: dict) -> str:
    return parameter.get("description") or parameter["schema"].get("description", "")
