from __future__ import annotations

import uuid
from pathlib import Path

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from civitac.core.storage import document_storage

from ..enums import WAITING, EnrolmentState, SpaceKind
from .space import Space


def charter_path(request: EnrolmentRequest, filename: str) -> str:
    """A name that says nothing of the person who sent the file."""
    return f"enrolment/{uuid.uuid4().hex}{Path(filename).suffix.lower()}"


class EnrolmentQuerySet(models.QuerySet):
    def waiting(self) -> EnrolmentQuerySet:
        """Requests that the animation team has still to settle, the oldest first."""
        return self.filter(state__in=WAITING).order_by("created_at")

    def like(self, enrolment: EnrolmentRequest) -> EnrolmentQuerySet:
        """Those waiting that say the same, word for word, and lack no file that this one brings: a form sent again."""
        said = ("kind", "name", "territory", "contact_name", "contact_function", "phone", "email", "message")
        same = self.waiting().filter(**{name: getattr(enrolment, name) for name in said})
        return same.exclude(signed_charter="") if enrolment.signed_charter else same


class EnrolmentRequest(models.Model):
    """A local authority or an organisation that asks for its space; sent by its first responsible person."""

    kind = models.CharField(_("kind"), max_length=12, choices=SpaceKind.choices)
    name = models.CharField(_("name"), max_length=200)
    territory = models.ForeignKey(
        "territories.Territory", models.PROTECT, related_name="+", verbose_name=_("territory")
    )
    contact_name = models.CharField(_("first responsible person"), max_length=120)
    contact_function = models.CharField(_("function"), max_length=120)
    phone = PhoneNumberField(_("phone number"), region="BF", blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    message = models.TextField(_("message"), max_length=3000, blank=True)
    charter_published_at = models.DateTimeField(_("accepts the charter in its text of"))
    signed_charter = models.FileField(_("signed charter"), upload_to=charter_path, storage=document_storage, blank=True)
    created_at = models.DateTimeField(_("received"), auto_now_add=True, db_index=True)
    state = models.CharField(
        _("state"), max_length=10, choices=EnrolmentState.choices, default=EnrolmentState.RECEIVED, db_index=True
    )
    note = models.TextField(_("note of the animation team"), blank=True)
    space = models.OneToOneField(
        Space, models.PROTECT, null=True, blank=True, related_name="enrolment", verbose_name=_("space")
    )

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(phone="", email=""), name="spaces_enrolment_reachable"),
            models.CheckConstraint(
                condition=Q(state=EnrolmentState.ACCEPTED, space__isnull=False)
                | (~Q(state=EnrolmentState.ACCEPTED) & Q(space__isnull=True)),
                name="spaces_enrolment_accepted_with_its_space",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} · {self.name}"

    @property
    def reference(self) -> str:
        """What the sender quotes when they write or call."""
        return f"ADH-{self.pk:05d}"

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING
