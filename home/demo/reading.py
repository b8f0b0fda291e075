"""What the files of the demonstration say, as rows. Slugs are names here: no two entries share one."""

from __future__ import annotations

import datetime
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TypeVar

HERE = Path(__file__).resolve().parent
CONTENT = HERE / "content"

# Where a picture is named by its key, in an entry or in a block.
PICTURE_FIELDS = {"photo", "logo", "image", "shared_image"}

Table = dict[str, object]
Row = TypeVar("Row")


class ContentError(Exception):
    """The demonstration's own files are at fault."""


@dataclass(frozen=True)
class SpaceSheet:
    slug: str
    kind: str
    title: str
    summary: str
    presentation: str
    logo: str
    address: str
    opening_hours: str
    email: str
    themes: list[str]
    office_holders: list[Table]
    figures: list[Table]
    phone: str = ""
    website: str = ""
    territory: str = ""  # a P-code
    region: str = ""  # or the name of a region


@dataclass(frozen=True)
class Article:
    slug: str
    title: str
    space: str
    kind: str
    summary: str
    body: list[Table]
    themes: list[str]
    authors: list[str]
    language: str = "fr"
    published: datetime.date | None = None
    event_date: datetime.date | None = None
    photo: str = ""
    territory: str = ""
    organisation_credit: str = ""
    tags: list[str] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    # Of an article still in the workshop.
    state: str = ""  # draft, submitted, returned or scheduled
    writer: str = ""  # the e-mail address of an account
    reason: str = ""  # why it was returned
    in_days: int = 0  # when it is due, counted from the day of loading


@dataclass(frozen=True)
class Service:
    slug: str
    title: str
    summary: str
    who: str
    where: str
    documents: list[str]
    documents_confirmed: bool
    steps: list[str]
    cost: str
    cost_confirmed: bool
    delay: str
    delay_confirmed: bool
    legal_basis: list[Table]
    themes: list[str]
    photo: str = ""
    notes: str = ""
    checked_on: datetime.date | None = None


@dataclass(frozen=True)
class Question:
    slug: str
    title: str
    summary: str
    answer: str
    is_confirmed: bool
    legal_basis: list[Table]
    themes: list[str]


@dataclass(frozen=True)
class Information:
    slug: str
    title: str
    summary: str
    body: list[Table]
    shown_in_footer: bool = False


@dataclass(frozen=True)
class Message:
    name: str
    reply_to: str
    subject: str
    body: str
    is_answered: bool = False


@dataclass(frozen=True)
class Request:
    """A request to join."""

    kind: str
    name: str
    territory: str  # a P-code
    contact_name: str
    contact_function: str
    email: str
    message: str
    state: str = "received"


@dataclass(frozen=True)
class Series:
    """Figures of one indicator at one place, by period; how they are written is in `tables.read_figure`."""

    indicator: str  # a code
    figures: dict[str, float | str]
    territory: str = ""  # a code; the place of the space when empty
    notes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class TableSheet:
    title: str
    space: str
    visibility: str
    source: str
    description: str
    series: list[Series]


@dataclass(frozen=True)
class Paper:
    """A document of a space: what describes it, and the text that `scripts/render_papers.py` prints as its file."""

    slug: str  # the name of the file
    title: str
    space: str
    kind: str
    visibility: str
    summary: str
    heading: list[str]  # who issues it, a line each
    body: list[Table]
    tags: list[str]
    first_year: int
    last_year: int | None = None
    adopted_on: datetime.date | None = None
    scanned: bool = False
    replaces: str = ""  # the slug of the former version, which is no document of its own
    reason: str = ""


@dataclass(frozen=True)
class GroupSheet:
    """A diffusion group, and how many people it has."""

    name: str
    description: str
    people: int
    space: str = ""  # of the animation team when empty
    territory: str = ""  # a P-code


@dataclass(frozen=True)
class ReadyTextSheet:
    """A text that leaves with one signature once its blanks are filled in."""

    name: str
    kind: str  # its name
    severity: str
    text: str
    space: str
    writer: str  # the e-mail address of an account


@dataclass(frozen=True)
class AlertSheet:
    headline: str
    kind: str  # its name
    severity: str
    group: str
    text: str
    hours: int  # in force for, from its beginning
    writer: str  # the e-mail addresses of accounts
    reader: str = ""  # who approved it
    space: str = ""
    territories: list[str] = field(default_factory=list)
    instruction: str = ""
    details: str = ""
    days_ago: int = 0
    follows: str = ""  # a headline
    type: str = "Alert"
    state: str = "completed"


@dataclass(frozen=True)
class Content:
    spaces: list[SpaceSheet]
    articles: list[Article]
    workshop: list[Article]
    services: list[Service]
    questions: list[Question]
    pages: list[Information]
    messages: list[Message]
    requests: list[Request]
    tables: list[TableSheet]
    papers: list[Paper]
    groups: list[GroupSheet]
    ready_texts: list[ReadyTextSheet]
    alerts: list[AlertSheet]
    home: Table
    pictures: dict[str, Table]
    media: dict[str, Table]
    documents: dict[str, Table]


def read_content(folder: Path = CONTENT) -> Content:
    """Everything the folder holds; files that are not there yet count as empty. Raises ContentError."""
    workshop = read(folder / "workshop.toml")
    files = read(folder / "files.toml")
    content = Content(
        spaces=rows(SpaceSheet, folder / "spaces.toml", "space"),
        articles=[row(Article, read(path), path.name) for path in sorted((folder / "articles").glob("*.toml"))],
        workshop=[row(Article, table, "workshop.toml") for table in workshop.get("article", [])],
        services=rows(Service, folder / "services.toml", "service"),
        questions=rows(Question, folder / "questions.toml", "question"),
        pages=rows(Information, folder / "pages.toml", "page"),
        messages=[row(Message, table, "workshop.toml") for table in workshop.get("message", [])],
        requests=[row(Request, table, "workshop.toml") for table in workshop.get("request", [])],
        tables=[table_sheet(read(path), path.name) for path in sorted((folder / "tables").glob("*.toml"))],
        papers=[row(Paper, read(path), path.name) for path in sorted((folder / "papers").glob("*.toml"))],
        groups=rows(GroupSheet, folder / "alerts.toml", "group"),
        ready_texts=rows(ReadyTextSheet, folder / "alerts.toml", "ready"),
        alerts=rows(AlertSheet, folder / "alerts.toml", "alert"),
        home=read(folder / "home.toml"),
        pictures=read(folder / "pictures.toml"),
        media=files.get("media", {}),
        documents=files.get("document", {}),
    )
    slugs = [entry.slug for entry in entries(content)]
    if twice := {slug for slug in slugs if slugs.count(slug) > 1}:
        raise ContentError(f"Deux entrées portent le même nom : {', '.join(sorted(twice))}")
    return content


def entries(content: Content) -> Iterator[SpaceSheet | Article | Service | Question | Information]:
    """Everything that becomes a page."""
    yield from content.spaces
    yield from content.articles
    yield from content.workshop
    yield from content.services
    yield from content.questions
    yield from content.pages


def picture_users(content: Content) -> dict[str, set[str]]:
    """Key of each picture → the spaces that show it; an empty name stands for the rest of the site."""
    users: dict[str, set[str]] = defaultdict(set)
    for entry in entries(content):
        space = entry.slug if isinstance(entry, SpaceSheet) else getattr(entry, "space", "")
        for key in picture_keys(asdict(entry)):
            users[key].add(space)
    for key in picture_keys(content.home):
        users[key].add("")
    return users


def picture_keys(value: object) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from picture_keys(item)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name in PICTURE_FIELDS and inner:
                yield inner
            else:
                yield from picture_keys(inner)


def read(path: Path) -> Table:
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"{path.name} : {error}") from error


def rows(kind: type[Row], path: Path, name: str) -> list[Row]:
    return [row(kind, table, path.name) for table in read(path).get(name, [])]


def table_sheet(table: Table, origin: str) -> TableSheet:
    series = [row(Series, each, origin) for each in table.pop("series", [])]
    return row(TableSheet, table | {"series": series}, origin)


def row(kind: type[Row], table: Table, origin: str) -> Row:
    try:
        return kind(**table)
    except TypeError as error:
        raise ContentError(f"{origin}, « {table.get('title', '?')} » : {error}") from error
