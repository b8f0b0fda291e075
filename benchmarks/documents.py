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

WEIGHT = 300_000
DOWNLOAD_BAR = Bar(1.2, of_ratio=True)


def downloads(table: Table, app: servers.Server, around: Surroundings, *, seconds: float, rounds: int) -> None:
    """A file of the usual weight, public and identified-only, against Django's own response of the same file."""
    table.section(f"CPU of one download of {number(WEIGHT)} B; floor: the same file from Django's bare FileResponse")
    reader = User.objects.filter(email="lecteur@exemple.civitac.test").first() or User.objects.create_user(
        "lecteur@exemple.civitac.test"
    )
    client = Client()
    client.force_login(reader)
    session = f"sessionid={client.cookies['sessionid'].value}"
    for visibility, cookie in (("public", ""), ("identified", session)):
        document = CivitacDocument(
            title="Un fichier", visibility=visibility, collection=Collection.get_first_root_node()
        )
        document.file = ContentFile(Random(3).randbytes(WEIGHT), "a.pdf")
        document.save()
        with servers.bare_file(document.file.path) as floor:
            warm(floor.url + "/")
            ours, bare = [], []
            for _round in range(rounds):
                bare.append(load(floor.url + "/", floor.pid, seconds=seconds).cpu)
                ours.append(load(app.url + document.url, app.pid, seconds=seconds, cookie=cookie).cpu)
        table.add(visibility, min(ours), "ms", min(bare), DOWNLOAD_BAR)
