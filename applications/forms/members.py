"""What is asked of a person who will act for an organisation."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from tne38.accounts.forms import ChoosePasswordForm, fields_only
from tne38.accounts.models import User

from ..domain.members import Access, schools_of
from ..enums import MembershipRole
from ..models import Organisation, School

ROLES = [
    (MembershipRole.SCHOOL, "Écrire le projet d’un établissement, et lire tout le dossier"),
    (MembershipRole.MANAGER, "Tout modifier, inviter d’autres personnes et déposer"),
    (MembershipRole.READER, "Lire, sans rien modifier"),
]


class SchoolField(forms.ModelChoiceField):
    def label_from_instance(self, obj: School) -> str:
        return f"{obj.name} – {obj.commune.name}" if obj.commune else obj.name


class AccessForm(forms.Form):
    """A role, and the school where the role is for one."""

    role = forms.ChoiceField(
        label="Que pourra faire cette personne ?",
        choices=ROLES,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez ce que pourra faire cette personne."},
    )
    school = SchoolField(
        label="Établissement",
        queryset=School.objects.none(),
        required=False,
        empty_label="Choisissez un établissement",
        help_text="À choisir pour la première réponse seulement.",
    )
    helper: FormHelper

    def __init__(self, organisation: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        schools = schools_of(organisation).select_related("commune").order_by("name", "commune__folded_name")
        self.fields["school"].queryset = schools
        self.helper = fields_only()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("role") == MembershipRole.SCHOOL and not values.get("school") and not self.errors:
            self.add_error("school", "Choisissez l’établissement dont cette personne écrira le projet.")
        return values

    @property
    def access(self) -> Access:
        """What was chosen; a school left chosen beside another role is not part of it."""
        role = MembershipRole(self.cleaned_data["role"])
        return Access(role, self.cleaned_data["school"] if role == MembershipRole.SCHOOL else None)


class InvitationForm(AccessForm):
    """Whom to invite, and for what."""

    email = forms.EmailField(
        label="Adresse électronique",
        help_text="L’adresse professionnelle de la personne : elle seule pourra accepter. Celle d’une école s’écrit "
        "souvent ce.UAI@ac-grenoble.fr.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Indiquez l’adresse électronique de la personne."},
    )
    field_order = ["email", "role", "school"]


class NewcomerForm(ChoosePasswordForm):
    """Name and password of someone whose address is proven by the link they followed."""

    full_name = forms.CharField(
        label="Prénom et nom",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Indiquez vos prénom et nom."},
    )
    field_order = ["full_name", "new_password1", "new_password2"]

    def __init__(self, email: str, *args: Any, **kwargs: Any) -> None:
        # Not saved: the password is compared with the address of the account to come.
        super().__init__(User(email=email), *args, **kwargs)

    def clean_full_name(self) -> str:
        name = self.cleaned_data["full_name"].strip()
        self.user.full_name = name
        return name
