"""What is asked about an account."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm

from . import domain
from .models import User


def fields_only() -> FormHelper:
    """The fields without the form tag: each page writes its own, with its button."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.form_show_errors = True
    return helper


class SignInForm(AuthenticationForm):
    """E-mail and password."""

    error_messages = {
        "invalid_login": "L’adresse ou le mot de passe n’est pas le bon. Vérifiez les deux, puis réessayez.",
        "inactive": "Ce compte est fermé. Écrivez-nous pour le rouvrir.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"] = forms.EmailField(
            label="Adresse électronique",
            widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
        )
        self.helper = fields_only()

    def clean_username(self) -> str:
        """In lower case, so that failures are counted per person."""
        return self.cleaned_data["username"].strip().lower()


class CodeForm(forms.Form):
    """The one-time code."""

    code = forms.CharField(
        label="Code à six chiffres",
        max_length=12,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()

    def clean_code(self) -> str:
        code = "".join(self.cleaned_data["code"].split())
        if not (code.isascii() and code.isdecimal() and len(code) == 6):
            raise forms.ValidationError("Saisissez les six chiffres affichés par votre application.")
        return code


class EnrolmentForm(CodeForm):
    """The first code of an authenticator; the secret comes back signed with it."""

    proof = forms.CharField(widget=forms.HiddenInput)


class SignUpForm(forms.Form):
    """Who asks for an account."""

    full_name = forms.CharField(
        label="Prénom et nom", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label="Adresse électronique",
        help_text="De préférence celle de la mairie, de l’école ou du collège.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()


class ForgottenForm(forms.Form):
    """Whose password is forgotten."""

    email = forms.EmailField(
        label="Adresse électronique", widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()


class NameForm(forms.ModelForm):
    """The name people read."""

    class Meta:
        model = User
        fields = ["full_name"]
        widgets = {"full_name": forms.TextInput(attrs={"autocomplete": "name"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only()


_HELP_TO_CHOOSE = "Au moins douze caractères : une phrase convient. Ni votre nom, ni un mot de passe courant."


class ChoosePasswordForm(SetPasswordForm):
    """A password, twice; the domain records it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = _HELP_TO_CHOOSE
        self.fields["new_password2"].label = "Le même, une seconde fois"
        self.helper = fields_only()

    def save(self, commit: bool = True) -> User:
        domain.set_password(self.user, self.cleaned_data["new_password1"], by=self.user)
        return self.user


class OwnPasswordForm(PasswordChangeForm, ChoosePasswordForm):
    """The same, after the present one."""
