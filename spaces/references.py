"""What a page may refer to: choosers narrow what is offered, this is asked again when the page is saved.

A form can be forged. An editor may use the pictures, sounds, documents and authors that Wagtail lets them choose, and link
to any published page; whatever the page already held (put there by the animation team, say) may stay.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import CollectionMember, Page
from wagtail.permissions import policy_registry

from civitac.core.permissions import OFFERED
from civitac.core.references import Reference, base_model, references_in, references_of

from .struck_out import strike_out


class CheckedReferencesForm(WagtailAdminPageForm):
    """A page's form that refuses references to what belongs to another space, and does not name it either."""

    def is_valid(self) -> bool:
        valid = super().is_valid()
        if not self.is_bound or self.for_user is None:
            return valid
        references = list(self.references())
        refused = refused_references(dict(references), self.for_user)
        if refused:
            kept = set(references_of(self.instance.get_latest_revision_as_object())) if self.instance.pk else set()
            refused -= kept
        for field, found in by_field(references, refused).items():
            message = _("%(count)d item(s) chosen here belong to another space, or are not published. Choose others.")
            self.add_error(field if field in self.fields else None, message % {"count": len(found)})
        if refused:
            for form in self, *(form for formset in self.formsets.values() for form in formset.forms):
                strike_out(form, refused)
        return valid and not refused

    def references(self) -> Iterator[tuple[Reference, str]]:
        """Each reference of what was sent, with the name of the field it was sent in."""
        for name in self.fields:
            field = self.instance._meta.get_field(name) if name in self.field_names else None
            # A stream with a fault in it is shown again all the same.
            value = self.cleaned_data[name] if name in self.cleaned_data else self[name].data
            yield from ((reference, name) for reference in references_in(field, value))
        for name, formset in self.formsets.items():
            for form in formset.forms:
                for field_name, value in getattr(form, "cleaned_data", {}).items():
                    if isinstance(value, models.Model) and field_name != formset.fk.name:
                        yield (base_model(value), str(value.pk)), name

    @property
    def field_names(self) -> set[str]:
        return {field.name for field in self.instance._meta.get_fields()}


def by_field(references: Iterator[tuple[Reference, str]], wanted: set[Reference]) -> dict[str, set[Reference]]:
    found: dict[str, set[Reference]] = defaultdict(set)
    for reference, field in references:
        if reference in wanted:
            found[field].add(reference)
    return found


def refused_references(references: dict[Reference, str] | set[Reference], user: AbstractBaseUser) -> set[Reference]:
    """Those of the references that this person may not make; one query per kind of thing."""
    by_model: dict[type[models.Model], set[str]] = defaultdict(set)
    for model, pk in references:
        if issubclass(model, (CollectionMember, Page)):
            by_model[model].add(pk)
    refused: set[Reference] = set()
    for model, keys in by_model.items():
        allowed = {str(pk) for pk in usable(model, user).filter(pk__in=keys).values_list("pk", flat=True)}
        refused |= {(model, pk) for pk in keys - allowed}
    return refused


def usable(model: type[models.Model], user: AbstractBaseUser) -> models.QuerySet:
    policy = policy_registry.get_by_type(model)
    if issubclass(model, Page):
        return Page.objects.filter(published_or_explorable(user))
    return policy.instances_user_has_any_permission_for(user, OFFERED)


def published_or_explorable(user: AbstractBaseUser) -> Q:
    """Anyone's published page may be linked to; an unpublished one only by those who see it in their explorer."""
    explorable = policy_registry.get_by_type(Page).explorable_instances(user)
    return Q(live=True) | Q(pk__in=explorable.values("pk"))
