"""Forms of the administration for alerts, and for the acts on one."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.models import Collection
from wagtail.permissions import policy_registry

from civitac.core.ownership import offered
from spaces.enums import TextLanguage
from territories.models import Territory

from .. import authority, rules
from ..enums import MessageType, Severity
from ..models import AlertKind, AlertTemplate, DiffusionGroup
from ..owners import KeptByOwnerForm, owners_for

# Up to here a person reads the number of recipients; above, they type it.
MANY = 1000
# A moment further away is a mistake of the year.
FURTHEST = timedelta(days=366)


class AlertForm(WagtailAdminModelForm):
    """The composing form. What belongs to somebody else is neither offered nor taken; the owner stays for ever."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if "groups" in self.fields:
            field = self.fields["groups"]
            field.queryset = self.groups()
            field.help_text = "" if field.queryset else self.how_to_have_groups()
        if "kind" in self.fields and self.instance.pk:
            theirs = authority.kinds_for(self.instance.collection).values("pk")
            self.fields["kind"].queryset = AlertKind.objects.filter(Q(pk__in=theirs) | Q(pk=self.instance.kind_id))
        if "territories" in self.fields:
            self.fields["territories"].queryset = self.places()
        if "expires_at" in self.fields:
            self.fields["expires_at"].required = False
            self.fields["expires_at"].help_text = _(
                "Left empty: the usual time of its kind. What has not left by then no longer leaves."
            )

    def groups(self) -> QuerySet[DiffusionGroup]:
        """Those of the owner that the person may choose, and those of the owner that it has already."""
        if self.instance.pk is None:
            return DiffusionGroup.objects.none()
        rows = offered(DiffusionGroup, self.for_user)
        held = [group.pk for group in self.instance.groups.all()]
        of_owner = DiffusionGroup.objects.filter(collection=self.instance.collection)
        return of_owner.filter(Q(pk__in=rows.values("pk")) | Q(pk__in=held)).order_by("name")

    def how_to_have_groups(self) -> str:
        if policy_registry.get_by_type(DiffusionGroup).user_has_permission(self.for_user, "add"):
            return _("There is no group yet: make one under “Groups” first.")
        return _("There is no group yet: whoever manages your space makes one. Ask them first.")

    def places(self) -> QuerySet[Territory]:
        """The owner's own place with its surroundings; the regions and the country for a national message."""
        if self.instance.pk is None:
            return Territory.objects.none()
        space = getattr(self.instance.collection, "space", None)
        own = space.territory if space else None
        if own is None:
            near = Q(parent=None) | Q(parent__parent=None)
        else:
            near = Q(path__startswith=own.path) | Q(parent=own.parent) | Q(pk=own.parent_id)
        held = Q(pk__in=[place.pk for place in self.instance.territories.all()])
        return Territory.objects.filter(near | held).order_by("path")

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        for name in ("send_at", "expires_at"):
            if (moment := cleaned.get(name)) and moment > timezone.now() + FURTHEST:
                self.add_error(name, _("This is more than a year away: look at the year."))
        kind: AlertKind | None = cleaned.get("kind")
        severity, may_end = cleaned.get("severity"), self.instance.message_type == MessageType.CANCEL
        allowed = authority.severities_for(self.instance.collection, kind) if kind and not may_end else Severity
        if severity and severity not in allowed:
            self.add_error("severity", rules.too_grave())
        if kind and "expires_at" in self.fields and not cleaned.get("expires_at") and "expires_at" not in self.errors:
            begins = cleaned.get("send_at") or timezone.now()
            cleaned["expires_at"] = begins + timedelta(hours=kind.lasts)
        return cleaned


class TemplateForm(KeptByOwnerForm):
    """A ready text."""

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        kind = cleaned.get("kind")
        if cleaned.get("single_signature") and kind and not kind.life_safety:
            self.add_error("single_signature", _("Only a kind on which lives may depend leaves with one signature."))
        return cleaned


class BeginForm(forms.Form):
    """How a message is begun: whose it is, and a ready text or what it is about."""

    owner = forms.ModelChoiceField(
        Collection.objects.none(), label=gettext_lazy("Owner"), empty_label=None, blank=False
    )
    template = forms.ModelChoiceField(
        AlertTemplate.objects.none(),
        label=gettext_lazy("A text ready to use"),
        required=False,
        empty_label=gettext_lazy("None: I write it myself"),
    )
    kind = forms.ModelChoiceField(
        AlertKind.objects.all(), label=gettext_lazy("Otherwise, what it is about"), required=False
    )

    def __init__(self, user: AbstractBaseUser, allowed: QuerySet[Collection], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        choices = owners_for(allowed)
        self.fields["owner"].queryset = choices
        self.fields["owner"].label_from_instance = lambda collection: collection.name
        if len(choices) == 1:
            self.only_owner = choices[0]
            del self.fields["owner"]
            self.fields["kind"].queryset = authority.kinds_for(self.only_owner)
        self.fields["template"].queryset = templates_for(user)
        if not self.fields["template"].queryset.exists():
            del self.fields["template"]
            self.fields["kind"].label = _("What it is about")

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if not cleaned.get("template") and not cleaned.get("kind"):
            self.add_error("kind", _("Choose what it is about."))
        cleaned.setdefault("owner", getattr(self, "only_owner", None))
        said = "template" if cleaned.get("template") else "kind"
        kind = cleaned["template"].kind if cleaned.get("template") else cleaned.get("kind")
        if kind and cleaned["owner"] and not authority.may_use(cleaned["owner"], kind):
            self.add_error(said, rules.not_theirs(kind))
        return cleaned


def templates_for(user: AbstractBaseUser) -> QuerySet[AlertTemplate]:
    """The ready texts of the person's spaces, and those that the animation team wrote for everybody."""
    own = offered(AlertTemplate, user)
    return (
        AlertTemplate.objects.filter(Q(pk__in=own.values("pk")) | Q(collection__space=None))
        .select_related("kind")
        .order_by("name")
    )


class TextsFormSet(BaseChildFormSet):
    """The texts of a message: one for each language, also where somebody added one since the page was opened."""

    def clean(self) -> None:
        super().clean()
        for form in self.forms:
            if isinstance(self.instance, AlertTemplate) and (text := form.cleaned_data.get("text")):
                refuse_lone_brace(form.cleaned_data.get("language"), text)
        shown = {form.instance.pk for form in self.initial_forms}
        added = {row.language for row in self.instance.texts.all() if row.pk not in shown}
        written = {form.cleaned_data.get("language") for form in self.forms if form not in self.deleted_forms}
        for language in sorted(added & written):
            named = {"language": TextLanguage(language).label}
            raise forms.ValidationError(
                _("%(language)s: a text was saved meanwhile. Open this page again, and write in that one.") % named
            )


def refuse_lone_brace(language: str, text: str) -> None:
    """Of a ready text: what is not closed would never be asked for as a blank."""
    if alone := rules.BRACE.search(rules.BLANK.sub("", text)):
        raise forms.ValidationError(rules.lone_brace(TextLanguage(language).label, alone[0]))


class ReasonForm(forms.Form):
    """For an act that the others must understand."""

    reason = forms.CharField(max_length=500, label=gettext_lazy("Reason"), widget=forms.Textarea({"rows": 3}))


class ReleaseForm(forms.Form):
    """What somebody confirms who lets a message leave."""

    submitted_at = forms.DateTimeField(required=False, input_formats=["iso"], widget=forms.HiddenInput)
    fingerprint = forms.CharField(required=False, widget=forms.HiddenInput)
    read = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    price = forms.DecimalField(widget=forms.HiddenInput, min_value=0)
    number = forms.CharField(required=False, label=gettext_lazy("Number of recipients"))
    again = forms.BooleanField(required=False, label=gettext_lazy("Send it again, on purpose"))

    def __init__(self, recipients: int, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.recipients = recipients
        for name in ("read", "price"):
            self.fields[name].error_messages = dict.fromkeys(
                ("required", "invalid", "min_value"), _("Open this page again, and read it before you confirm.")
            )

    def clean_number(self) -> str:
        typed = "".join(self.cleaned_data["number"].split())
        if self.recipients > MANY and typed != str(self.recipients):
            raise forms.ValidationError(
                _("Type the number of recipients, %(number)d, to confirm.") % {"number": self.recipients}
            )
        return typed
