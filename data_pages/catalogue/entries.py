"""What is told of a dataset, whatever the language it is told in: DCAT, schema.org, or a data package."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from civitac.core.structured_data import absolute
from civitac.core.visibility import Visibility
from spaces.models import Space
from territories.models import Territory

from .vocabularies import FileFormat

# Answers for what belongs to no space: the national tables that the animation team keeps.
PLATFORM_OWNER = "Laboratoire Citoyennetés"


@dataclass(frozen=True)
class Publisher:
    """A space, or the platform itself."""

    uri: str  # never changes, unlike the name and the page's address
    name: str
    page: str  # absolute address
    email: str = ""


@dataclass(frozen=True)
class Place:
    code: str
    name: str

    @property
    def uri(self) -> str:
        return f"{settings.SITE_URL}/donnees/territoires/{self.code}/#lieu"


@dataclass(frozen=True)
class File:
    """One form in which a dataset is handed out."""

    key: str  # unique in its dataset
    title: str
    format: FileFormat | None
    download: str  # absolute address
    size: int | None = None  # bytes
    sha256: str = ""
    licence: str = ""


@dataclass(frozen=True)
class Entry:
    """A statistic table or a document. `identifier` and `uri` never change once published: harvesters key by them."""

    identifier: str
    page: str  # absolute address of the page that describes it and, by its rule, opens it
    title: str
    description: str
    publisher: Publisher
    visibility: Visibility
    issued: datetime.date
    modified: datetime.datetime
    language: str
    files: tuple[File, ...]
    place: Place | None = None
    themes: tuple[str, ...] = ()  # keys of DATA_THEMES
    keywords: tuple[str, ...] = ()
    start: datetime.date | None = None
    end: datetime.date | None = None
    frequency: str = ""
    version: str = ""

    @property
    def uri(self) -> str:
        return f"{settings.SITE_URL}/catalogue/{self.identifier}"

    @property
    def is_open(self) -> bool:
        return self.visibility == Visibility.PUBLIC


def platform() -> Publisher:
    return Publisher(settings.SITE_URL + "/#editeur", PLATFORM_OWNER, settings.SITE_URL + "/")


def publisher_of(space: Space | None) -> Publisher:
    """Who answers for a thing of this space; the platform where it is of none. The space's page must be read already."""
    if space is None:
        return platform()
    return Publisher(
        f"{settings.SITE_URL}/catalogue/espace-{space.pk}",
        space.page.title,
        absolute(space.page.get_url() or "/"),
        space.page.email,
    )


def place_of(territory: Territory | None) -> Place | None:
    return Place(territory.code, territory.name) if territory else None


def distinct(values: Iterable[str]) -> tuple[str, ...]:
    """Each once, in the order of their first coming, without the empty ones."""
    return tuple(dict.fromkeys(value for value in values if value))


def address(name: str, *arguments: object) -> str:
    return absolute(reverse(f"data_pages:{name}", args=arguments))
