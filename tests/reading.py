"""How tests read a page: by its words, links and parts, as a reader does, whatever it is drawn with."""

from __future__ import annotations

import json

from bs4 import BeautifulSoup, Tag
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def read(client: Client, address: str, status: int = 200) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == status, f"{address} → {response.status_code}"
    return BeautifulSoup(response.content.decode(), "html.parser")


def words(part: Tag | None) -> str:
    """The text of a part on one line; empty where there is no such part."""
    return " ".join(part.get_text(" ").split()) if part else ""


def main(page: BeautifulSoup) -> Tag:
    return page.find("main")


def links(part: Tag) -> dict[str, str]:
    """Address → words of every link in a part."""
    return {link["href"]: words(link) for link in part.find_all("a", href=True)}


def titles(part: Tag, level: str = "h3") -> list[str]:
    return [words(heading) for heading in part.find_all(level)]


def structured_data(page: BeautifulSoup) -> list[dict]:
    """The JSON-LD nodes of a page."""
    (script,) = page.find_all("script", type="application/ld+json")
    return json.loads(script.string)["@graph"]


def metadata(page: BeautifulSoup) -> dict[str, str]:
    """Open Graph and the like: property or name → content, with the canonical address."""
    found = {tag.get("property") or tag.get("name"): tag.get("content", "") for tag in page.head.find_all("meta")}
    canonical = page.head.find("link", rel="canonical")
    return found | ({"canonical": canonical["href"]} if canonical else {})


def queries(client: Client, address: str) -> list[str]:
    """What the database is asked for one reading, once the process is warm."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in captured]
