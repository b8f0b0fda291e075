"""What readers see has been approved: a row that a page on line shows is no way round the approval of that page."""

from __future__ import annotations

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.models import Page, PageQuerySet, ReferenceIndex, Revision
from wagtail.permissions import policy_registry

from .references import base_model, references_of

NAMED = 3


def pages_on_line_with(row: Model) -> PageQuerySet:
    """Published pages that show this row, and approved ones that wait for their hour, by their revision."""
    referring = ReferenceIndex.get_references_to(row).values_list("object_id", flat=True).distinct()
    live = Page.objects.live().filter(pk__in=[int(key) for key in referring if key.isdecimal()])
    approved = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    reference = (base_model(row), str(row.pk))
    waiting = [each.object_id for each in approved if reference in set(references_of(each.as_object()))]
    return live | Page.objects.filter(pk__in=waiting)


def approved_by_others(row: Model, user: AbstractBaseUser) -> list[Page]:
    """Those of the pages on line with this row that it is not this person's to publish."""
    own = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "publish")
    return list(pages_on_line_with(row).exclude(pk__in=own.order_by().values("pk")).order_by("title"))


def named(pages: list[Page]) -> str:
    names = [page.title if page.live else _("a page that waits for its hour") for page in pages[:NAMED]]
    return ", ".join(names) + ("…" if len(pages) > NAMED else "")


class KeepsWhatWasApproved(forms.ModelForm):
    """A form of a row that pages show. While one on line does, `approved` is not for those who cannot publish it.

    The first of the fields says where the row is shown, and what to do instead (`instead`, a sentence).
    """

    approved: tuple[str, ...] = ()
    instead = ""

    def keep_what_was_approved(self, user: AbstractBaseUser | None) -> None:
        pages = approved_by_others(self.instance, user) if user and self.instance.pk else []
        self.kept_because = ""
        if pages:
            self.kept_because = _("On line in: %(pages)s.") % {"pages": named(pages)} + f" {self.instead}"
            for name in self.approved:
                self.keep(name)
            self[self.approved[0]].help_text = self.kept_because

    def keep(self, name: str) -> None:
        if isinstance(self.fields.get(name), forms.FileField):
            del self.fields[name]
        elif name in self.fields:
            self.fields[name].disabled = True

    def clean(self) -> dict[str, object] | None:
        sent = {*self.data, *self.files}
        if self.kept_because and any(self.add_prefix(name) in sent for name in self.approved):
            raise ValidationError(self.kept_because, code="on_line")
        return super().clean()
