"""An entry as schema.org's Dataset, for search engines (https://schema.org/Dataset)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .entries import Entry, File, Place, Publisher

# What Google's documentation of Dataset asks of a description, in letters.
SHORTEST, LONGEST = 50, 5000


def dataset(entry: Entry) -> dict[str, object]:
    """The node of a dataset for the @graph of its page. What does not open to everyone has no address to download from."""
    node: dict[str, object] = {
        "@type": "Dataset",
        "@id": entry.uri,
        "identifier": entry.identifier,
        "url": entry.page,
        "name": entry.title,
        "description": description(entry),
        "inLanguage": "fr",
        "isAccessibleForFree": True,
        "creator": organisation(entry.publisher),
        "publisher": organisation(entry.publisher),
        "datePublished": entry.issued.isoformat(),
        "dateModified": entry.modified.isoformat(timespec="seconds"),
        "keywords": list(entry.keywords),
        "spatialCoverage": [place(entry.place), {"@type": "Country", "name": "Burkina Faso"}],
        "temporalCoverage": span(entry),
        "license": next((file.licence for file in entry.files if file.licence), ""),
        "distribution": [download(file) for file in entry.files if entry.is_open],
        "version": entry.version,
    }
    node["spatialCoverage"] = [each for each in node["spatialCoverage"] if each]
    return {name: value for name, value in node.items() if value not in ("", [], None)}


def description(entry: Entry) -> str:
    """Long enough to be read by search engines, short enough not to be refused."""
    text = entry.description
    if len(text) < SHORTEST:
        text = f"{text} " + _("Published by %(name)s on Civitac, the citizen platform of Burkina Faso.") % {
            "name": entry.publisher.name
        }
    return text[:LONGEST]


def organisation(publisher: Publisher) -> dict[str, str]:
    return {"@type": "Organization", "@id": publisher.uri, "name": publisher.name, "url": publisher.page}


def place(where: Place | None) -> dict[str, str] | None:
    return {"@type": "Place", "@id": where.uri, "name": where.name, "identifier": where.code} if where else None


def span(entry: Entry) -> str:
    """ISO 8601 interval; an open end is written as two dots."""
    if entry.start is None and entry.end is None:
        return ""
    return "/".join(day.isoformat() if day else ".." for day in (entry.start, entry.end))


def download(file: File) -> dict[str, object]:
    node = {
        "@type": "DataDownload",
        "name": file.title,
        "contentUrl": file.download,
        "encodingFormat": file.format.media_type if file.format else "",
        "contentSize": f"{file.size} B" if file.size is not None else "",
    }
    return {name: value for name, value in node.items() if value}
