from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as StockDocument
from wagtail.search.queryset import SearchableQuerySetMixin

from civitac.core.storage import document_storage
from civitac.core.visibility import Visibility, VisibleQuerySet


class DocumentQuerySet(SearchableQuerySetMixin, VisibleQuerySet):
    pass


class CivitacDocument(AbstractDocument):
    """A file that a space publishes. Its title is public; its content opens according to `visibility`."""

    file = models.FileField(_("file"), upload_to="documents", storage=document_storage)
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

    @property
    def url(self) -> str:
        """The one address of the file; it asks who is reading."""
        return reverse("data_pages:document", args=[self.pk, self.filename])
