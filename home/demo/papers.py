"""Documents of the demonstration's spaces, all invented and said to be; `scripts/render_papers.py` prints their files."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from django.core.files.base import ContentFile
from django.db import transaction

from accounts.models import User
from data_pages.models import CivitacDocument, DocumentKind
from spaces.models import Space

from .pages import moment_of
from .reading import HERE, ContentError, Paper

FOLDER = HERE / "media" / "papers"
# Between the day a document was adopted, its publication and its correction.
UNTIL_PUBLISHED, UNTIL_CORRECTED = datetime.timedelta(days=8), datetime.timedelta(days=30)


def load_papers(papers: Sequence[Paper], spaces: Mapping[str, Space], by: User) -> tuple[int, int]:
    """Add the documents that are missing; → how many were, of how many. Raises ContentError."""
    by_slug = {paper.slug: paper for paper in papers}
    former = {paper.replaces for paper in papers}
    wanted = [paper for paper in papers if paper.slug not in former]
    try:
        return sum(load_paper(each, by_slug.get(each.replaces), spaces[each.space], by) for each in wanted), len(wanted)
    except (KeyError, OSError, DocumentKind.DoesNotExist) as error:
        raise ContentError(f"Documents : {error!r}") from error


@transaction.atomic
def load_paper(paper: Paper, former: Paper | None, space: Space, by: User) -> bool:
    """Add a document, first as it was before it was corrected if it has been; True when it was missing."""
    if CivitacDocument.objects.filter(title=paper.title, collection=space.collection).exists():
        return False
    document = CivitacDocument(
        title=paper.title,
        collection=space.collection,
        kind=DocumentKind.objects.get(slug=paper.kind),
        visibility=paper.visibility,
        summary=paper.summary,
        first_year=paper.first_year,
        last_year=paper.last_year,
        adopted_on=paper.adopted_on,
        uploaded_by_user=by,
        file=file_of(former or paper),
    )
    document.save()
    document.tags.add(*paper.tags)
    if paper.adopted_on:
        document.created_at = moment_of(paper.adopted_on) + UNTIL_PUBLISHED
        document.save(update_fields=["created_at"])
    if former:
        document.file, document.reason, document.replaced_by = file_of(paper), paper.reason, by
        document.save()
        document.versions.update(replaced_at=document.created_at + UNTIL_CORRECTED)
    return True


def file_of(paper: Paper) -> ContentFile:
    name = f"{paper.slug}.pdf"
    return ContentFile((FOLDER / name).read_bytes(), name)
