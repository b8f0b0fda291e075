from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from civitac.core.storage import document_storage

from ..enums import ImportState
from .statistics import StatisticTable


class TableShape(models.Model):
    """How files with these headings are to be understood, as someone settled it last in this table."""

    table = models.ForeignKey(StatisticTable, models.CASCADE, related_name="shapes")
    signature = models.CharField(max_length=64)  # SHA-256 of the folded headings
    understanding = models.JSONField()  # data_pages.importer.understanding.Understanding, as plain values
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("shape of a file")
        verbose_name_plural = _("shapes of files")
        constraints = [models.UniqueConstraint(fields=["table", "signature"], name="data_pages_shape_once")]


class TableImport(models.Model):
    """A file that someone brings into a table, from its upload to its undoing. Its journal is `changes`."""

    table = models.ForeignKey(StatisticTable, models.CASCADE, related_name="imports", verbose_name=_("table"))
    file = models.FileField(_("file"), storage=document_storage, upload_to="imports")
    name = models.CharField(_("name of the file"), max_length=255)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=ImportState.choices, default=ImportState.RECEIVED)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    understanding = models.JSONField(default=dict, blank=True)
    # Places that someone named for the words of the file: {"folded words": territory code}.
    answers = models.JSONField(default=dict, blank=True)
    # {"new": n, "changed": n, "same": n, "wrong": n} of the latest preview or of the application.
    counts = models.JSONField(default=dict, blank=True)
    progress = models.PositiveSmallIntegerField(default=0)  # per cent of the step under way
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
