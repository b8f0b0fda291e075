from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as StockDocument
from wagtail.search.queryset import SearchableQuerySetMixin

from civitac.core.storage import document_storage
from civitac.core.visibility import Visibility, VisibleQuerySet
from spaces.enums import TextLanguage

from ..enums import ContentState


class DocumentKind(models.Model):
    """What a document is to the authority that adopts it: a budget, a plan, the minutes of a session."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("address name"), max_length=80, unique=True)
    description = models.CharField(_("description"), max_length=250, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("kind of document")
        verbose_name_plural = _("kinds of document")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class DocumentQuerySet(SearchableQuerySetMixin, VisibleQuerySet):
    pass


class CivitacDocument(AbstractDocument):
    """A file that a space publishes. What describes it is public; its content opens according to `visibility`.

    `file` is the latest version; former ones stay readable as `versions`.
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
        help_text=_("Leave empty for the territory of the space."),
    )
    summary = models.TextField(_("summary"), max_length=1000, blank=True)
    visibility = models.CharField(
        _("who may open it"), max_length=12, choices=Visibility.choices, default=Visibility.IDENTIFIED
    )

    objects = DocumentQuerySet.as_manager()

    admin_form_fields = ("title", "file", "collection", "visibility", "tags")
    search_fields = StockDocument.search_fields

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

    @property
    def url(self) -> str:
        """The one address of the file; it asks who is reading."""
        return reverse("data_pages:document", args=[self.pk, self.filename])


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

    class Meta:
        verbose_name = _("former version of a document")
        verbose_name_plural = _("former versions of documents")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="data_pages_version_once")]

    def __str__(self) -> str:
        return f"{self.document} ({self.number})"


class DocumentContent(models.Model):
    """What a worker found inside the latest version of a document's file.

    `text` is protected like the file: it is searched, quoted and counted for those only who may open the document.
    The index of words lives beside it, made by the database (see the migration of this model).
    """

    document = models.OneToOneField(CivitacDocument, models.CASCADE, primary_key=True, related_name="content")
    state = models.CharField(_("state"), max_length=10, choices=ContentState.choices, default=ContentState.WAITING)
    # The hash of the file that was read: a worker that comes late never describes a newer file.
    file_hash = models.CharField(max_length=40)
    pages = models.PositiveIntegerField(_("pages"), null=True)
    text = models.TextField(_("text"), blank=True)
    first_page = models.ImageField(storage=document_storage, upload_to="first-pages", blank=True)
    read_at = models.DateTimeField(_("read on"), null=True)

    class Meta:
        verbose_name = _("content of a document")
        verbose_name_plural = _("contents of documents")

    def __str__(self) -> str:
        return str(self.document)
