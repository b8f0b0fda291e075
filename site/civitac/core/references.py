"""What a page refers to: its keys, its streams and rich texts, and its inline rows."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models
from django.db.models import ForeignKey
from modelcluster.models import get_all_child_relations
from wagtail.models import Page

Reference = tuple[type[models.Model], str]


def references_in(field: models.Field | None, value: object) -> Iterator[Reference]:
    if isinstance(value, models.Model):
        yield base_model(value), str(value.pk)
    elif hasattr(field, "extract_references") and value is not None:
        for model, pk, _model_path, _content_path in field.extract_references(value):
            yield (Page if issubclass(model, Page) else model), str(pk)


def references_of(page: Page) -> Iterator[Reference]:
    for field in page._meta.get_fields():
        if isinstance(field, ForeignKey) or hasattr(field, "extract_references"):
            value = getattr(page, field.name, None)
            yield from references_in(field, value)
    for relation in get_all_child_relations(type(page)):
        for row in getattr(page, relation.get_accessor_name()).all():
            for field in row._meta.get_fields():
                if isinstance(field, ForeignKey):
                    yield from references_in(field, getattr(row, field.name, None))


def base_model(row: models.Model) -> type[models.Model]:
    return Page if isinstance(row, Page) else type(row)
