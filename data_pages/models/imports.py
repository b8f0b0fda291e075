from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from civitac.core.sheets.pages import PackedPage
from civitac.core.steps import TakenInSteps
from civitac.core.storage import document_storage

from ..enums import ImportedKind, ImportState, ImportWork
from .statistics import StatisticTable


class TableShape(models.Model):
    """How files with these headings are to be understood, as someone settled it last in this table."""

    table = models.ForeignKey(StatisticTable, models.CASCADE, related_name="shapes")
    signature = models.CharField(max_length=64)  # SHA-256 of the folded headings
    understanding = models.JSONField()  # data_pages.importer.understanding.Understanding, as plain values
    answers = models.JSONField(default=dict, blank=True)  # as those of an import, without what concerns one row only
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("shape of a file")
        verbose_name_plural = _("shapes of files")
        constraints = [models.UniqueConstraint(fields=["table", "signature"], name="data_pages_shape_once")]


class TableImport(TakenInSteps):
    """A file that someone brings into a table, from its upload to its undoing. Its journal is `changes`."""

    table = models.ForeignKey(StatisticTable, models.CASCADE, related_name="imports", verbose_name=_("table"))
    file = models.FileField(_("file"), storage=document_storage, upload_to="imports")
    name = models.CharField(_("name of the file"), max_length=255)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=ImportState.choices, default=ImportState.RECEIVED)
    # What is asked of whoever reads the file again: its sheet, encoding, separator, rows of headings.
    wanted = models.JSONField(default=dict, blank=True)
    understanding = models.JSONField(default=dict, blank=True)
    # What the screen shows of the file: {"sheets": [...], "sample": [[...]], "remarks": [...]}.
    reading = models.JSONField(default=dict, blank=True)
    # Places to be named by someone: [data_pages.importer.preparing.Question as plain values].
    questions = models.JSONField(default=list, blank=True)
    # Places that someone named for the words of the file: {"folded words": territory code, or "-" to leave them out}.
    answers = models.JSONField(default=dict, blank=True)
    # {"new": n, "changed": n, "same": n, "wrong": n} of the latest preview or of the application.
    counts = models.JSONField(default=dict, blank=True)
    # When the table had last changed, as the preview saw it: what is applied is what was shown, or nothing.
    seen_at = models.DateTimeField(null=True)
    without_wrong = models.BooleanField(default=False)  # someone chose to leave the wrong rows out
    work = models.CharField(max_length=10, choices=ImportWork.choices, blank=True)  # the step under way
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(_("received on"), auto_now_add=True)
    applied_at = models.DateTimeField(_("applied on"), null=True)
    undone_at = models.DateTimeField(_("undone on"), null=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.name


class ImportPage(PackedPage):
    """Some lines of a preview; see `data_pages.importer.comparing` for what a line holds."""

    table_import = models.ForeignKey(TableImport, models.CASCADE, related_name="pages")
    kind = models.CharField(max_length=10, choices=ImportedKind.choices)

    class Meta:
        verbose_name = _("page of a preview")
        verbose_name_plural = _("pages of previews")
        constraints = [
            models.UniqueConstraint(fields=["table_import", "kind", "number"], name="data_pages_import_page_once")
        ]

    def __str__(self) -> str:
        return f"{self.table_import} {self.kind} {self.number}"
