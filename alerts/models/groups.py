from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import CollectionMember

from spaces.enums import TextLanguage

from ..enums import Act, Channel
from ..querysets import DiffusionGroupQuerySet


class DiffusionGroup(CollectionMember, models.Model):
    """People who asked for the messages of one owner: a space, or the animation team (a national group)."""

    name = models.CharField(_("name"), max_length=80)
    description = models.CharField(
        _("what it is for"),
        max_length=250,
        help_text=_("Read by whoever subscribes: which messages, how often."),
    )
    territory = models.ForeignKey(
        "territories.Territory", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("territory")
    )
    is_open = models.BooleanField(
        _("anyone may subscribe"),
        default=True,
        help_text=_("On the site, and by text message where that exists. Otherwise people are added at the desk."),
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = DiffusionGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("diffusion group")
        verbose_name_plural = _("diffusion groups")
        ordering = ["name"]
        default_permissions = ("add", "change", "delete", "view", "choose")
        constraints = [models.UniqueConstraint(fields=["collection", "name"], name="alerts_group_name_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def owner(self) -> str:
        """Whose messages it brings; reads the collection, its space and the space's page."""
        space = getattr(self.collection, "space", None)
        return str(space) if space else _("Animation team")


class Subscriber(models.Model):
    """A mobile number that asked for messages. Kept after it said STOP, so that no list brings it back."""

    number = models.CharField(_("phone number"), max_length=16, unique=True)  # E.164
    language = models.CharField(_("language"), max_length=3, choices=TextLanguage.choices, default=TextLanguage.FRENCH)
    groups = models.ManyToManyField(DiffusionGroup, through="Membership", related_name="subscribers")
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    stopped_at = models.DateTimeField(_("wants no message since"), null=True, blank=True)

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        constraints = [
            models.CheckConstraint(condition=Q(number__regex=r"^\+226[0-9]{8}$"), name="alerts_number_of_burkina_faso")
        ]

    def __str__(self) -> str:
        return f"{self.number[:6]}…{self.number[-2:]}"


class Membership(models.Model):
    """That someone receives a group's messages now. Leaving deletes it: the history is the journal of consent."""

    group = models.ForeignKey(DiffusionGroup, models.CASCADE, related_name="memberships")
    # Its own index would repeat the beginning of the constraint.
    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="memberships", db_index=False)
    joined_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "group"], name="alerts_member_once"),
        ]
        indexes = [models.Index(fields=["group", "subscriber"], name="alerts_members_of_a_group")]


class Consent(models.Model):
    """The journal of who agreed to what: appended, never changed (law 001-2021/AN asks for the proof of consent)."""

    number = models.CharField(_("phone number"), max_length=16, db_index=True)
    group = models.ForeignKey(
        DiffusionGroup, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("group")
    )
    group_name = models.CharField(_("name of the group"), max_length=80, blank=True)  # of every group when empty
    act = models.CharField(_("act"), max_length=8, choices=Act.choices)
    channel = models.CharField(_("by"), max_length=8, choices=Channel.choices)
    wording = models.TextField(_("text that was shown"), blank=True)
    source = models.CharField(_("where the agreement comes from"), max_length=250, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("recorded by")
    )
    # The list that made someone join.
    of_list = models.ForeignKey("alerts.ListImport", models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("journal of consent")
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["of_list"], condition=Q(of_list__isnull=False), name="alerts_added_by_list")]

    def __str__(self) -> str:
        return f"{self.get_act_display()} · {self.group_name}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Raises TypeError for an entry that stands already."""
        if not self._state.adding:
            raise TypeError("The journal of consent is only appended to")
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> None:
        raise TypeError("The journal of consent is only appended to")
