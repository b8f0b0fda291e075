from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from spaces.enums import TextLanguage

from ..forms import NumberField
from ..models import DiffusionGroup


class GroupsField(forms.MultipleChoiceField):
    """Groups by their keys, among those offered; cleans to the groups."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, groups: Iterable[DiffusionGroup], **kwargs: object) -> None:
        self.by_key = {str(group.pk): group for group in groups}
        super().__init__(choices=[(key, group.name) for key, group in self.by_key.items()], **kwargs)

    def clean(self, value: object) -> list[DiffusionGroup]:
        return [self.by_key[key] for key in super().clean(value)]


class LanguageField(forms.ChoiceField):
    def __init__(self, **kwargs: object) -> None:
        super().__init__(
            label=_("Language of the messages"),
            choices=TextLanguage.choices,
            initial=TextLanguage.FRENCH,
            help_text=_("A message that was not written in it arrives in French."),
            **kwargs,
        )


class NumberForm(forms.Form):
    number = NumberField()


class SubscriptionForm(forms.Form):
    """Which groups, for which number, in which language; nothing without agreement.

    The page draws the groups itself, with what each is for.
    """

    number = NumberField()
    language = LanguageField()
    agreed = forms.BooleanField(
        label=_("I agree to receive these messages"),
        error_messages={"required": _("Without your agreement, nothing can be sent to you.")},
    )

    def __init__(self, groups: Iterable[DiffusionGroup], data: object = None, **kwargs: object) -> None:
        super().__init__(data, **kwargs)
        self.fields["groups"] = GroupsField(
            groups,
            label=_("Messages to receive"),
            error_messages={
                "required": _("Choose at least one kind of message."),
                "invalid_choice": _("One of these groups is no longer open. Choose again."),
            },
        )

    def plain_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("number", "language", "agreed")]


class ChoicesForm(forms.Form):
    """What someone who has proven their number receives: what stays ticked is kept, the rest is left."""

    language = LanguageField()

    def __init__(self, groups: Iterable[DiffusionGroup], data: object = None, **kwargs: object) -> None:
        super().__init__(data, **kwargs)
        self.fields["groups"] = GroupsField(groups, required=False)
