from __future__ import annotations

from collections.abc import Collection as Names
from functools import partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.db.models import Max, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as StockDocument
from wagtail.search.queryset import SearchableQuerySetMixin

from civitac.core.addresses import address_of
from civitac.core.storage import document_storage
from civitac.core.text import without_controls
from civitac.core.visibility import Visibility, VisibleQuerySet
from spaces.enums import TextLanguage
from spaces.models import Space

from ..enums import ContentState

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser


class DocumentKind(models.Model):
    """What a document is to the authority that adopts it: a budget, a plan, the minutes of a session."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("address name"), max_length=80, unique=True)
    other_names = models.CharField(
        _("other names"),
        max_length=250,
        blank=True,
        help_text=_("Separated by commas: PCD, PLD. The kind of a file is guessed from them, and they are searched."),
    )
    description = models.CharField(_("description"), max_length=250, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("kind of document")
        verbose_name_plural = _("kinds of document")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


def in_open_spaces(at: str = "") -> Q:
    """The condition that a row's collection is not that of a closed space, which hides what it owns and deletes nothing."""
    closed = Space.objects.filter(closed_at__isnull=False).values("collection")
    return ~Q(**{f"{at}collection__in": closed})


def about_year(year: int, at: str = "") -> Q:
    """The condition that a document is about this year, or about a period that holds it."""
    until = Q(**{f"{at}last_year__gte": year}) | Q(**{f"{at}last_year": None, f"{at}first_year": year})
    return until & Q(**{f"{at}first_year__lte": year})


class DocumentQuerySet(SearchableQuerySetMixin, VisibleQuerySet):
    def on_line(self) -> DocumentQuerySet:
        """Those that the site names: closing a space hides its documents with its pages."""
        return self.filter(in_open_spaces())

    def for_page(self) -> DocumentQuerySet:
        """With what a page shows of a document; the text stays where it is."""
        return self.select_related("kind", "content").defer("content__text", "content__description")

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> DocumentQuerySet:
        """Documents whose content this user may open; those of a closed space are a superuser's alone."""
        found = super().visible_to(user)
        return found if user.is_superuser else found.on_line()


class CivitacDocument(AbstractDocument):
    """A file that a space publishes. What describes it is public; its content opens according to `visibility`.

    `file` is the latest version; former ones stay readable as `versions`. Saving a row with another file keeps the
    former one, whoever saves it and however: nothing else has to think of it.
    """

    file = models.FileField(_("file"), upload_to="documents", storage=document_storage)
    kind = models.ForeignKey(
        DocumentKind, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name=_("kind")
    )
    first_year = models.PositiveSmallIntegerField(
        _("year"),
        null=True,
        blank=True,
        help_text=_("The year it is about, or the first one: 2024 for a budget of 2024."),
    )
    last_year = models.PositiveSmallIntegerField(
        _("until"), null=True, blank=True, help_text=_("The last year, for a plan over several years.")
    )
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=3, choices=TextLanguage.choices, default=TextLanguage.FRENCH)
    territory = models.ForeignKey(
        "territories.Territory",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("territory"),
        help_text=_("Left empty: the territory of the space."),
    )
    summary = models.TextField(_("summary"), max_length=1000, blank=True)
    visibility = models.CharField(
        _("who may open it"), max_length=12, choices=Visibility.choices, default=Visibility.IDENTIFIED
    )
    licence = models.URLField(
        _("licence"),
        blank=True,
        help_text=_("What others may do with it. Left empty, the site says that it is not stated."),
    )
    # When the file or anything that describes it last changed.
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects = DocumentQuerySet.as_manager()

    admin_form_fields = (
        "file",
        "title",
        "kind",
        "first_year",
        "last_year",
        "adopted_on",
        "summary",
        "visibility",
        "licence",
        "collection",
        "territory",
        "language",
        "tags",
    )
    search_fields = StockDocument.search_fields

    # Said by whoever replaces the file, for the version that the save keeps.
    replaced_by: AbstractBaseUser | None = None
    reason = ""

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_document", _("Can choose a document"))]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_year__isnull=True) | models.Q(last_year__gte=models.F("first_year")),
                name="data_pages_document_years_in_order",
            )
        ]
        indexes = [models.Index(fields=["first_year"]), models.Index(fields=["visibility"])]

    @classmethod
    def from_db(cls, db: str, field_names: Names[str], values: Names[object]) -> CivitacDocument:
        document = super().from_db(db, field_names, values)
        document._stored_file = str(document.__dict__.get("file") or "")
        return document

    def clean(self) -> None:
        # A file that the form has refused is not there: of the name of no file there is nothing to say.
        if self.file:
            super().clean()

    def save(self, *args: object, **kwargs: object) -> None:
        """Keeps the file that is replaced, if one is. The row is locked: of two people who replace at once, none loses."""
        fields = kwargs.get("update_fields")
        if fields is not None and "file" not in fields:
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            stored = type(self).objects.select_for_update().filter(pk=self.pk).first() if self.pk else None
            is_new = stored is None or self._brings_another_file(stored)
            if stored is not None and is_new:
                DocumentVersion.objects.keep(stored, by=self.replaced_by, reason=self.reason)
            elif stored is not None:
                # Whoever saves something else does not bring an older file back.
                self.file, self.file_size, self.file_hash = stored.file.name, stored.file_size, stored.file_hash
            if is_new and (not self.file_hash or (stored is not None and self.file_hash == stored.file_hash)):
                self._note_size_and_hash()
            if self.territory_id is None:
                self.territory_id = self._territory_of_space()
            super().save(*args, **kwargs)
            self._stored_file = self.file.name
            self.replaced_by, self.reason = None, ""
            DocumentContent.objects.describe(self, is_new=is_new)

    def _brings_another_file(self, stored: CivitacDocument) -> bool:
        known = {stored.file.name, getattr(self, "_stored_file", "")}
        return not self.file._committed or self.file.name not in known

    def _note_size_and_hash(self) -> None:
        self._set_document_file_metadata()
        if self.file._committed:
            self.file.close()

    def words_of_description(self) -> str:
        """What a search finds besides the title, for everyone: none of it comes from inside the file."""
        kind, territory = self.kind, self.territory
        said = [
            kind and f"{kind.name} {kind.other_names}",
            " ".join(map(str, range(self.first_year, (self.last_year or self.first_year) + 1)))
            if self.first_year
            else "",
            territory and territory.name,
            self.collection.name,
            self.summary,
        ]
        return without_controls("\n".join(part for part in said if part))

    def _territory_of_space(self) -> int | None:
        return Space.objects.filter(collection=self.collection_id).values_list("territory", flat=True).first()

    @property
    def url(self) -> str:
        """The one address of the file; it asks who is reading."""
        return reverse("data_pages:document", args=[self.pk, self.filename])

    @property
    def page_url(self) -> str:
        """Where the document is described, to everyone."""
        return address_of("data_pages:document_page", self.pk)

    @property
    def years(self) -> str:
        """ "2024", "2024–2028", or nothing."""
        if self.last_year and self.last_year != self.first_year:
            return f"{self.first_year}–{self.last_year}"
        return str(self.first_year or "")

    @cached_property
    def found_inside(self) -> DocumentContent:
        """What the worker found, or the state of not having looked yet."""
        try:
            return self.content
        except DocumentContent.DoesNotExist:
            return DocumentContent(document=self, file_hash=self.file_hash)


class VersionManager(models.Manager):
    def keep(self, document: CivitacDocument, *, by: AbstractBaseUser | None, reason: str) -> DocumentVersion:
        """Make a version of the file that `document`, a locked row as it is stored, is about to lose."""
        last = self.filter(document=document).aggregate(number=Coalesce(Max("number"), 0), at=Max("replaced_at"))
        return self.create(
            document=document,
            number=last["number"] + 1,
            file=document.file.name,
            file_size=document.file_size or 0,
            file_hash=document.file_hash,
            published_at=last["at"] or document.created_at,
            replaced_by=by,
            reason=reason[:250],
        )


class DocumentVersion(models.Model):
    """A file that a later one replaced. It follows the visibility of its document and is never erased."""

    document = models.ForeignKey(CivitacDocument, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("number"))
    file = models.FileField(_("file"), storage=document_storage)
    file_size = models.PositiveBigIntegerField()
    file_hash = models.CharField(max_length=40)
    published_at = models.DateTimeField(_("on line from"))
    replaced_at = models.DateTimeField(_("replaced on"), auto_now_add=True)
    replaced_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(_("why it was replaced"), max_length=250, blank=True)

    objects = VersionManager()

    class Meta:
        verbose_name = _("former version of a document")
        verbose_name_plural = _("former versions of documents")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="data_pages_version_once")]

    def __str__(self) -> str:
        return f"{self.document} ({self.number})"

    @property
    def filename(self) -> str:
        return self.file.name.rpartition("/")[2]

    @property
    def url(self) -> str:
        return reverse("data_pages:document_version", args=[self.document_id, self.number, self.filename])


class ContentManager(models.Manager):
    def describe(self, document: CivitacDocument, *, is_new: bool) -> None:
        """Bring what is searched for everyone up to date, and have a new file read."""
        words = {"title": document.title, "description": document.words_of_description()}
        unread = {
            "state": ContentState.WAITING,
            "file_hash": document.file_hash,
            "sha256": "",
            "pages": None,
            "pages_read": 0,
            "text": "",
            "first_page": "",
            "read_at": None,
        }
        if is_new:
            for former in self.filter(document=document).exclude(first_page=""):
                transaction.on_commit(partial(former.first_page.storage.delete, former.first_page.name), robust=True)
        self.update_or_create(
            document=document, defaults=words | (unread if is_new else {}), create_defaults=words | unread
        )


class DocumentContent(models.Model):
    """What a worker found inside the latest version of a document's file.

    `text` is protected like the file: it is searched, quoted and counted for those only who may open the document.
    `title` and `description` are searched for everyone. The index of words lives beside them, kept by the database
    itself (migration 0007).
    """

    document = models.OneToOneField(CivitacDocument, models.CASCADE, primary_key=True, related_name="content")
    state = models.CharField(_("state"), max_length=10, choices=ContentState.choices, default=ContentState.WAITING)
    # The hash of the file that was read: a worker that comes late never describes a newer file.
    file_hash = models.CharField(max_length=40)
    # For those who check what they have fetched (the catalogue); empty until the file has been read.
    sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveIntegerField(_("pages"), null=True)
    # How many pages `text` is made of: a very long document is read in part, a scan is recognised little by little.
    pages_read = models.PositiveIntegerField(_("pages read"), default=0)
    title = models.CharField(max_length=255, blank=True)
    description = models.TextField(blank=True)
    text = models.TextField(_("text"), blank=True)
    first_page = models.ImageField(storage=document_storage, upload_to="first-pages", blank=True)
    read_at = models.DateTimeField(_("read on"), null=True)

    objects = ContentManager()

    class Meta:
        verbose_name = _("content of a document")
        verbose_name_plural = _("contents of documents")
        # The worker looks for those that wait; there are few.
        indexes = [
            models.Index(
                fields=["document"], condition=Q(state=ContentState.WAITING), name="data_pages_content_waiting"
            )
        ]

    def __str__(self) -> str:
        return str(self.document)

    @property
    def is_in_part(self) -> bool:
        return bool(self.pages and self.text and self.pages_read < self.pages)
