"""The download of a document, beside a bare Django view that answers the same file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from random import Random
from urllib.request import Request, urlopen

from django.core.files.base import ContentFile
from django.test import Client
from wagtail.models import Collection

from accounts.models import User
from civitac.core.visibility import Visibility
from data_pages.models import CivitacDocument

from . import servers
from .measuring import load
from .servers import Server
from .surroundings import Surroundings
from .table import Bar, Table, number

# A few pages of text, and what a scanner makes of them.
WEIGHTS = (300_000, 3_000_000)
DOWNLOAD_BAR = Bar(1.2, of_ratio=True)
# By which the floor that asks who is reading finds an account; ours is another.
STOCK_BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True)
class Fronted:
    """An application behind nginx."""

    url: str
    pids: tuple[int, int]


@contextmanager
def fronted(around: Surroundings, application: AbstractContextManager[Server]) -> Iterator[Fronted]:
    with application as server, servers.nginx(around, server) as (front, _files):
        yield Fronted(front.url, (server.pid, front.pid))


def downloads(table: Table, database: str, around: Surroundings, *, seconds: float, rounds: int) -> None:
    """A file, public and identified-only, against Django's own response of the same file; nginx in front of all.

    As production serves it: the application says that the file may be sent (`DOCUMENTS_ACCEL_PREFIX`), nginx sends it.
    An identified reader's is also told beside a floor that asks, too, who is reading.
    """
    reader = User.objects.filter(email="lecteur@exemple.civitac.test").first() or User.objects.create_user(
        "lecteur@exemple.civitac.test"
    )
    session, stock_session = session_of(reader), session_of(reader, STOCK_BACKEND)
    with fronted(around, servers.civitac(around, database, DOCUMENTS_ACCEL_PREFIX="/_documents/")) as ours:
        for weight in WEIGHTS:
            public, identified = (published(weight, each) for each in (Visibility.PUBLIC, Visibility.IDENTIFIED))
            path = public.file.path
            with (
                fronted(around, servers.bare_file(path)) as bare,
                fronted(around, servers.asking_file(around, database, path)) as asking,
            ):
                asked = {
                    "bare": (bare, "/", ""),
                    "asking": (asking, "/", stock_session),
                    "public": (ours, public.url, ""),
                    "identified": (ours, identified.url, session),
                }
                for to, address, cookie in asked.values():
                    assert_sent(to.url + address, cookie, weight)
                spent: dict[str, list[float]] = {name: [] for name in asked}
                for _round in range(rounds):
                    for name, (to, address, cookie) in asked.items():
                        answered = load(to.url + address, *to.pids, seconds=seconds, cookie=cookie)
                        spent[name].append(answered.cpu)
            least = {name: min(each) for name, each in spent.items()}
            table.section(
                f"CPU of one download of {number(weight)} B; floor: the same file from Django's bare FileResponse"
            )
            table.add("public", least["public"], "ms", least["bare"], DOWNLOAD_BAR)
            table.add("identified", least["identified"], "ms", least["bare"], DOWNLOAD_BAR)
            table.add(
                "identified; floor: the same, from a view that asks who is reading",
                least["identified"],
                "ms",
                least["asking"],
            )


def assert_sent(address: str, cookie: str, weight: int) -> None:
    """A redirection or a refusal would be measured like a file."""
    with urlopen(Request(address, headers={"Cookie": cookie} if cookie else {})) as response:
        assert (response.url, len(response.read())) == (address, weight), f"{address} is no file of {weight} B"


def session_of(reader: User, backend: str | None = None) -> str:
    """The cookie of someone who has signed in, found again by this backend."""
    client = Client()
    client.force_login(reader, backend=backend)
    return f"sessionid={client.cookies['sessionid'].value}"


def published(weight: int, visibility: Visibility) -> CivitacDocument:
    document = CivitacDocument(title="Un fichier", visibility=visibility, collection=Collection.get_first_root_node())
    document.file = ContentFile(Random(3).randbytes(weight), "a.pdf")
    document.save()
    return document
