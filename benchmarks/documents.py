"""The download of a document, beside a bare Django view that answers the same file."""

from __future__ import annotations

from random import Random

from django.core.files.base import ContentFile
from django.test import Client
from wagtail.models import Collection

from accounts.models import User
from data_pages.models import CivitacDocument

from . import servers
from .measuring import load, warm
from .surroundings import Surroundings
from .table import Bar, Table, number

# A few pages of text, and what a scanner makes of them.
WEIGHTS = (300_000, 3_000_000)
DOWNLOAD_BAR = Bar(1.2, of_ratio=True)


def downloads(table: Table, database: str, around: Surroundings, *, seconds: float, rounds: int) -> None:
    """A file, public and identified-only, against Django's own response of the same file; nginx in front of both.

    As production serves it: the application says that the file may be sent (`DOCUMENTS_ACCEL_PREFIX`), nginx sends it.
    """
    reader = User.objects.filter(email="lecteur@exemple.civitac.test").first() or User.objects.create_user(
        "lecteur@exemple.civitac.test"
    )
    client = Client()
    client.force_login(reader)
    session = f"sessionid={client.cookies['sessionid'].value}"
    with (
        servers.civitac(around, database, DOCUMENTS_ACCEL_PREFIX="/_documents/") as app,
        servers.nginx(around, app) as (front, _files),
    ):
        for weight in WEIGHTS:
            table.section(
                f"CPU of one download of {number(weight)} B; floor: the same file from Django's bare FileResponse"
            )
            for visibility, cookie in (("public", ""), ("identified", session)):
                document = CivitacDocument(
                    title="Un fichier", visibility=visibility, collection=Collection.get_first_root_node()
                )
                document.file = ContentFile(Random(3).randbytes(weight), "a.pdf")
                document.save()
                ours, bare = [], []
                with (
                    servers.bare_file(document.file.path) as floor,
                    servers.nginx(around, floor) as (bare_front, _files),
                ):
                    warm(bare_front.url + "/")
                    for _round in range(rounds):
                        bare.append(load(bare_front.url + "/", floor.pid, bare_front.pid, seconds=seconds).cpu)
                        ours.append(
                            load(front.url + document.url, app.pid, front.pid, seconds=seconds, cookie=cookie).cpu
                        )
                table.add(visibility, min(ours), "ms", min(bare), DOWNLOAD_BAR)
