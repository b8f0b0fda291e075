from __future__ import annotations

from django.conf import settings
from django.db import models, transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from civitac.core.sheets.pages import PackedPage
from civitac.core.steps import TakenInSteps
from civitac.core.storage import document_storage

from ..enums import REFUSED, Agreement, ListedKind, ListState, ListWork
from .groups import DiffusionGroup


class ListImport(TakenInSteps):
    """A list of numbers that someone brings into a group, with how these people agreed.

    Once added, it keeps who, when and how many: the file and its numbers are gone.
    """

    group = models.ForeignKey(DiffusionGroup, models.CASCADE, related_name="lists", verbose_name=_("group"))
    file = models.FileField(_("file"), storage=document_storage, upload_to="lists", blank=True)
    name = models.CharField(_("name of the file"), max_length=255)
    size = models.PositiveIntegerField()  # bytes
    agreement = models.CharField(_("how they agreed"), max_length=8, choices=Agreement.choices)
    agreed_on = models.DateField(_("when they agreed"))
    source = models.CharField(_("what proves it"), max_length=150)
    state = models.CharField(_("state"), max_length=9, choices=ListState.choices, default=ListState.RECEIVED)
    work = models.CharField(max_length=5, choices=ListWork.choices, blank=True)  # the step under way
    # What someone chose: {"sheet": name, "number": index, "language": index or None, "otherwise": TextLanguage}.
    wanted = models.JSONField(default=dict, blank=True)
    # What was recognised of the file, and what the screen shows of it; see `alerts.lists.columns`.
    reading = models.JSONField(default=dict, blank=True)
    # How many lines of each kind, of the latest preview or of what was added; see `alerts.lists.staging`.
    counts = models.JSONField(default=dict, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(_("received on"), auto_now_add=True)
    applied_at = models.DateTimeField(_("added on"), null=True)

    class Meta:
        verbose_name = _("imported list")
        verbose_name_plural = _("imported lists")
        ordering = ["-made_at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name

    @property
    def refused(self) -> int | str:
        """How many rows were left out for a reason; nothing before the list has been read."""
        return sum(self.counts[kind] for kind in REFUSED) if self.counts else ""

    @property
    def proof(self) -> str:
        """What the journal of consent says of each number: how and when these people agreed, what proves it, which list."""
        how, day = self.get_agreement_display(), f"{self.agreed_on:%d/%m/%Y}"
        return _("%(how)s, %(day)s: %(source)s (list no. %(number)d)") % {
            "how": how,
            "day": day,
            "source": self.source,
            "number": self.pk,
        }

    def forget_file(self) -> None:
        """Delete the file from its storage once the transaction is over."""
        file = self.file
        if file:
            transaction.on_commit(lambda: file.storage.delete(file.name))


@receiver(post_delete, sender=ListImport)
def forget_file_of(instance: ListImport, **_signal: object) -> None:
    """Also when its group goes and takes it along."""
    instance.forget_file()


class ListPage(PackedPage):
    """Some lines of a list that waits; see `alerts.lists.staging` for what a line holds."""

    of_list = models.ForeignKey(ListImport, models.CASCADE, related_name="pages")
    kind = models.CharField(max_length=8, choices=ListedKind.choices)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["of_list", "kind", "number"], name="alerts_list_page_once")]
