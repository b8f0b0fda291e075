"""What follows from saving or deleting a document and what surrounds it, whichever screen, task or command does it."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django_q.tasks import async_task
from wagtail.models import Collection

from ..enums import ContentState
from ..models import DocumentContent, DocumentKind, DocumentVersion
from .reading import ask_to_read


@receiver(post_save, sender=DocumentContent)
def have_it_read(instance: DocumentContent, **_signal: object) -> None:
    if instance.state == ContentState.WAITING:
        ask_to_read(instance.pk)


@receiver(post_delete, sender=DocumentVersion)
@receiver(post_delete, sender=DocumentContent)
def take_its_file_away(sender: type[Model], instance: DocumentVersion | DocumentContent, **_signal: object) -> None:
    """The files of a deleted document go with it; Wagtail sees to the latest one."""
    file = instance.file if sender is DocumentVersion else instance.first_page
    if file:
        transaction.on_commit(lambda: file.storage.delete(file.name), robust=True)


@receiver(post_save, sender=DocumentKind)
@receiver(post_save, sender=Collection)
def carry_new_words_over(sender: type[Model], instance: Model, created: bool, **_signal: object) -> None:
    """A kind or a space that is renamed is found under its new name."""
    field = "kind" if sender is DocumentKind else "collection"
    if not created and not _signal.get("raw"):
        transaction.on_commit(
            lambda: async_task("data_pages.documents.tasks.describe_again", field, instance.pk), robust=True
        )
