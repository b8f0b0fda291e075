"""What search engines are told of a document (schema.org), none of it from inside the file."""

from __future__ import annotations

from django.http import HttpRequest

from civitac.core.structured_data import absolute
from civitac.core.visibility import Visibility

from ..models import CivitacDocument


def structured_data(document: CivitacDocument, request: HttpRequest) -> dict[str, object]:
    """The document as a node."""
    space = getattr(document.collection, "space", None)
    publisher = (
        {"@type": "Organization", "name": space.page.title, "url": absolute(space.page.get_url(request))}
        if space
        else None
    )
    described = {
        "@type": "DigitalDocument",
        "name": document.title,
        "url": absolute(document.page_url),
        "identifier": str(document.pk),
        "description": document.summary,
        "genre": document.kind and document.kind.name,
        "inLanguage": document.language,
        "temporalCoverage": document.years.replace("–", "/"),
        "spatialCoverage": document.territory and document.territory.name,
        "dateCreated": document.adopted_on and document.adopted_on.isoformat(),
        "datePublished": document.created_at.date().isoformat(),
        "dateModified": document.updated_at.isoformat(timespec="seconds"),
        "license": document.licence,
        "encodingFormat": document.content_type,
        "contentSize": f"{document.file_size} B" if document.file_size else "",
        "numberOfPages": document.found_inside.pages,
        "isAccessibleForFree": True,
        "conditionsOfAccess": "" if document.visibility == Visibility.PUBLIC else document.get_visibility_display(),
        "publisher": publisher,
    }
    return {name: value for name, value in described.items() if value}
