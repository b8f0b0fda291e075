from __future__ import annotations

from django import forms
from django.core.files import File
from django.core.validators import FileExtensionValidator
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.models import Page

from civitac.core.forms import OpenForm
from civitac.core.uploads import check_content
from territories.enums import Level
from territories.forms import PlaceField
from territories.models import Territory

from .enums import EnrolmentState, SpaceKind
from .models import EnrolmentRequest

CHARTER_FORMATS = ["pdf", "jpg", "jpeg", "png"]
CHARTER_LARGEST_BYTES = 5 * 1024 * 1024
MOST_PLACES = 12


class EnrolmentForm(OpenForm, forms.ModelForm):
    """A request to join. The place is typed; when that names several places, or none exactly, the form asks which one."""

    kind = forms.ChoiceField(label=gettext_lazy("You are"), choices=SpaceKind.choices, widget=forms.RadioSelect)
    place = forms.CharField(
        label=gettext_lazy("Commune or region"),
        max_length=120,
        help_text=gettext_lazy("For an organisation: where it has its seat."),
    )
    territory = PlaceField(
        Territory.objects.none(), label=gettext_lazy("Which one?"), empty_label=None, widget=forms.RadioSelect
    )
    accepts = forms.BooleanField(label=gettext_lazy("We have read the charter of use and accept it."))
    field_order = [
        *("kind", "name", "place", "territory", "contact_name", "contact_function", "phone", "email"),
        *("message", "accepts", "signed_charter"),
    ]

    class Meta:
        model = EnrolmentRequest
        fields = [
            *("kind", "name", "territory", "contact_name", "contact_function", "phone", "email"),
            *("message", "signed_charter"),
        ]
        labels = {
            "name": gettext_lazy("Name of the local authority or organisation"),
            "contact_name": gettext_lazy("Name of its first responsible person"),
            "contact_function": gettext_lazy("Function of this person"),
            "message": gettext_lazy("What you want to tell us"),
        }
        help_texts = {
            "contact_function": gettext_lazy("For example: mayor, president, coordinator."),
            "phone": gettext_lazy("Written in any usual way. A phone number or an e-mail address is needed."),
        }
        error_messages = {
            "phone": {"invalid": gettext_lazy("This is not a phone number. For example: 70 00 00 00.")},
        }

    def __init__(self, *args: object, charter: Page, request: HttpRequest, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.charter = charter
        self.fields["message"].widget.attrs["rows"] = 5
        self.fields["accepts"].help_text = format_html(
            '<a href="{}">{}</a>', charter.get_url(request), _("Read the charter of use")
        )
        file = self.fields["signed_charter"]
        file.help_text = _("PDF, JPEG or PNG, %(most)s at most. It can also be sent later.") % {
            "most": filesizeformat(CHARTER_LARGEST_BYTES)
        }
        file.widget.attrs["accept"] = ",".join(f".{extension}" for extension in CHARTER_FORMATS)
        file.validators.append(FileExtensionValidator(CHARTER_FORMATS))
        self.place = self.ask_which_place()

    def ask_which_place(self) -> Territory | None:
        """The one place that was typed; otherwise leaves in the form the question which of a few is meant."""
        exact, resembling = self.places_typed()
        if len(exact) == 1 or not (exact or resembling):
            del self.fields["territory"]
            return exact[0] if exact else None
        question = self.fields["territory"]
        question.queryset = Territory.objects.filter(pk__in=[place.pk for place in exact or resembling])
        question.queryset = question.queryset.select_related("parent").by_level()
        question.error_messages["required"] = (
            _("Several places have this name: tick yours.")
            if exact
            else _("No place has exactly this name: tick yours, or write the name again.")
        )
        return None

    def places_typed(self) -> tuple[list[Territory], list[Territory]]:
        typed = self.place_as_typed() if self.is_bound else ""
        places = Territory.objects.current()
        if self.is_bound and self.data.get("kind") == SpaceKind.COLLECTIVITY:
            places = places.filter(level__in=(Level.COMMUNE, Level.REGION))
        exact = list(places.find(typed)[:MOST_PLACES])
        return exact, [] if exact else list(places.resembling(typed)[:MOST_PLACES])

    def place_as_typed(self) -> str:
        """The words of the field; none when the field itself refuses them, and says why."""
        try:
            return self.fields["place"].clean(self.data.get("place", ""))
        except forms.ValidationError:
            return ""

    def clean_signed_charter(self) -> File | None:
        file = self.cleaned_data["signed_charter"]
        if file:
            if file.size > CHARTER_LARGEST_BYTES:
                raise forms.ValidationError(
                    _("This file weighs %(size)s: the most is %(most)s."),
                    code="too_large",
                    params={"size": filesizeformat(file.size), "most": filesizeformat(CHARTER_LARGEST_BYTES)},
                )
            check_content(file)
        return file

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if cleaned["opened"] < int(self.charter.last_published_at.timestamp()):
            self.open_again()
            self.add_error(
                "accepts", _("The charter has changed since you opened this page: read it again, then send.")
            )
        if not {"phone", "email"} & set(self.errors) and not cleaned.get("phone") and not cleaned.get("email"):
            self.add_error("phone", _("Give a phone number, an e-mail address or both."))
        if "territory" not in self.fields:
            if self.place is None and "place" in cleaned:
                self.add_error("place", _("We do not know this place. Write the name of your commune or region."))
            cleaned["territory"] = self.place
        self.instance.charter_published_at = self.charter.last_published_at
        return cleaned

    @property
    def asks_for_the_file_again(self) -> bool:
        """A browser never sends back a file by itself."""
        return bool(self.errors and self.files)


class EnrolmentFollowUpForm(WagtailAdminModelForm):
    """What the animation team writes on a request. Accepting is opening the space, so it is not offered here."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        state = self.fields["state"]
        if self.instance.state == EnrolmentState.ACCEPTED:
            state.disabled = True
        else:
            state.choices = [choice for choice in EnrolmentState.choices if choice[0] != EnrolmentState.ACCEPTED]
