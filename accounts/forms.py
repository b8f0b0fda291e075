from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account import forms as allauth_forms
from django import forms
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from .identifiers import Identifier
from .models import User
from .phones import check
from .roles import role_groups

if TYPE_CHECKING:
    from phonenumber_field.phonenumber import PhoneNumber


class PlainFields:
    """Labels above the fields and nothing inside them; the advice on passwords is one line of text."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        if "password1" in self.fields:
            self.fields["password1"].help_text = " ".join(password_validators_help_texts())


class IdentifierField(forms.CharField):
    """The one field: a mobile number or an e-mail address, which `clean` turns into an Identifier."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(
            label=_("Phone number or e-mail address"), widget=forms.TextInput({"autocomplete": "username"}), **kwargs
        )

    def clean(self, value: object) -> Identifier:
        return Identifier.read(super().clean(value))


class RememberField(forms.BooleanField):
    def __init__(self, **kwargs: object) -> None:
        super().__init__(
            label=_("Stay signed in on this device"),
            help_text=_("Leave it unticked on a shared phone or computer."),
            required=False,
            **kwargs,
        )


class CodeRequestForm(forms.Form):
    login = IdentifierField()


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("The six digits of the code"),
        max_length=40,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class SignInCodeForm(CodeForm):
    remember = RememberField()


class SignUpForm(forms.Form):
    consent = forms.BooleanField(
        label=_("I agree"), error_messages={"required": _("Without your agreement, no account can be opened.")}
    )


class LoginForm(PlainFields, allauth_forms.LoginForm):
    """By password. The identifier is read before allauth looks for its account, in the spelling it is stored under."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = IdentifierField()
        self.fields["remember"] = RememberField()
        # The page has a way to a new password that remembers where one was going.
        self.fields["password"].help_text = ""

    def clean_login(self) -> str:
        return self.cleaned_data["login"].value


class ReauthenticateForm(PlainFields, allauth_forms.ReauthenticateForm):
    pass


class ResetPasswordForm(PlainFields, allauth_forms.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(PlainFields, allauth_forms.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(PlainFields, allauth_forms.ChangePasswordForm):
    pass


class SetPasswordForm(PlainFields, allauth_forms.SetPasswordForm):
    pass


class UserForm(WagtailAdminModelForm):
    """A person's account, as the administration edits it.

    Only a superuser sees, and only a superuser can post, what gives power beyond the spaces: the roles and full access.
    Membership of spaces is given on the spaces' own screens; saving here leaves it as it is. There is no password to type:
    people choose their own.
    """

    roles = forms.ModelMultipleChoiceField(
        label=_("Roles"),
        queryset=Group.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Membership of a space is given on the space's own page."),
    )

    class Meta:
        model = User
        fields = ["first_name", "last_name", "email", "phone", "is_active", "is_superuser"]
        labels = {"is_superuser": _("Full access")}
        help_texts = {
            "phone": _("A mobile number, written in any usual way."),
            "is_active": _("Untick to close the account: the person cannot sign in, what they wrote is kept."),
            "is_superuser": _("May do everything, on every space and every setting."),
        }
        error_messages = {
            "email": {"unique": _("Someone already has an account with this e-mail address.")},
            "phone": {"unique": _("Someone already has an account with this phone number.")},
        }

    def __init__(self, *args: object, editing_self: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_name", "last_name"):
            self.fields[name].required = True
        self.fields["roles"].queryset = role_groups()
        if self.instance.pk:
            self.fields["roles"].initial = self.instance.groups.filter(pk__in=role_groups())
        removed = set()
        if not self.for_user.is_superuser:
            removed |= {"is_superuser", "roles"}
        if editing_self:
            removed |= {"is_active", "is_superuser"}
        if not self.instance.pk:
            removed |= {"is_active"}
        for name in removed:
            del self.fields[name]

    def clean_email(self) -> str | None:
        return (self.cleaned_data["email"] or "").lower() or None

    def clean_phone(self) -> PhoneNumber | None:
        phone = self.cleaned_data["phone"]
        if not phone:
            return None
        check(phone)
        return phone

    def clean(self) -> dict[str, object]:
        cleaned = super().clean()
        if not {"email", "phone"} & set(self.errors) and not cleaned.get("email") and not cleaned.get("phone"):
            self.add_error("email", forms.ValidationError(_("Give an e-mail address, a phone number or both.")))
        return cleaned

    def save(self, commit: bool = True) -> User:
        if not self.instance.pk:
            self.instance.set_unusable_password()
        return super().save(commit=commit)

    def _save_m2m(self) -> None:
        super()._save_m2m()
        if "roles" in self.fields:
            chosen = self.cleaned_data["roles"]
            self.instance.groups.remove(*role_groups().exclude(pk__in=chosen))
            self.instance.groups.add(*chosen)
