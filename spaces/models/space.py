from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, Group
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection

from civitac.core.cache import remembered

from ..enums import SpaceKind
from ..querysets import SpaceQuerySet


class Space(models.Model):
    """What ties a page subtree, a collection and two groups of people together.

    Made, renamed, closed and reopened by `spaces.services` only.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=SpaceKind.choices)
    territory = models.ForeignKey(
        "territories.Territory", models.PROTECT, null=True, related_name="spaces", verbose_name=_("territory")
    )
    page = models.OneToOneField("spaces.SpacePage", models.PROTECT, related_name="space", verbose_name=_("page"))
    collection = models.OneToOneField(Collection, models.PROTECT, related_name="space", verbose_name=_("collection"))
    editors = models.OneToOneField(Group, models.PROTECT, related_name="edited_space", verbose_name=_("editors"))
    managers = models.OneToOneField(Group, models.PROTECT, related_name="managed_space", verbose_name=_("managers"))
    charter_signed_on = models.DateField(_("charter signed on"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    # What was public when the space was closed: {page id: revision id}, published again when it reopens.
    hidden_on_closing = models.JSONField(default=dict, blank=True, editable=False)

    objects = SpaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("space")
        verbose_name_plural = _("spaces")
        constraints = [
            models.UniqueConstraint(
                fields=["territory"],
                condition=models.Q(kind=SpaceKind.COLLECTIVITY),
                name="spaces_one_per_collectivity",
            )
        ]

    def __str__(self) -> str:
        return self.page.title

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def has_member(self, user: AbstractBaseUser) -> bool:
        return user.groups.filter(pk__in=(self.editors_id, self.managers_id)).exists()

    def has_manager(self, user: AbstractBaseUser) -> bool:
        return user.groups.filter(pk=self.managers_id).exists()


@remembered
def shown_spaces() -> dict[int, Space]:
    """Key → every space with what articles show of it, kept by each process for one generation."""
    return Space.objects.select_related("page").only("kind", "page__title", "page__url_path", "page__summary").in_bulk()
