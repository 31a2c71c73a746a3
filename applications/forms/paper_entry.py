"""What an agent types of the envelope before the form itself: the dates, the scan, for a collège the SIRET."""

from typing import Any

from django import forms
from django.utils import timezone

from tne38.core import identifiers
from tne38.core.errors import DomainError
from tne38.core.file_types import ACCEPTED

from ..domain.attachments import Sent, require_acceptable
from ..domain.paper import Post, require_post
from ..models import Candidacy
from .fields import take_spaces

ENDINGS = ",".join(f".{ending}" for kind in ACCEPTED for ending in kind.endings)


class DayField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date", "class": "field--medium"}, format="%Y-%m-%d")


class PostForm(forms.Form):
    """The two dates and the scan; the same checks as the act itself, told beside their field."""

    use_required_attribute = False

    postmark_on = DayField(
        label="Date du cachet de la poste",
        help_text="Elle décide si le dossier est dans les délais. Dossier remis en main propre : la date de remise.",
        error_messages={"required": "Écrivez la date lue sur le cachet de la poste."},
    )
    received_on = DayField(
        label="Date de réception", error_messages={"required": "Écrivez le jour où le dossier est arrivé."}
    )
    scan = forms.FileField(
        label="Formulaire papier numérisé",
        required=False,
        help_text="De préférence en un seul PDF. Vous pouvez aussi l’ajouter plus tard.",
        widget=forms.FileInput(attrs={"accept": ENDINGS}),
    )

    def __init__(self, candidacy: Candidacy, *args: Any, **kwargs: Any) -> None:
        self.candidacy = candidacy
        super().__init__(*args, **kwargs)

    def clean_received_on(self) -> Any:
        day = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Cette date n’est pas encore passée : vérifiez-la.")
        return day

    def clean_scan(self) -> Sent | None:
        file = self.cleaned_data["scan"]
        if not file:
            return None
        sent = Sent(file.name, file)
        try:
            require_acceptable(sent)
        except DomainError as error:
            raise forms.ValidationError(error.message) from None
        return sent

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if {"postmark_on", "received_on"} <= cleaned.keys():
            try:
                require_post(self.candidacy, self.post)
            except DomainError as error:
                self.add_error(error.field, error.message)
        return cleaned

    @property
    def post(self) -> Post:
        return Post(self.cleaned_data["postmark_on"], self.cleaned_data["received_on"])


class CollegePostForm(PostForm):
    """For a collège, the porteur is known by its SIRET."""

    siret = forms.CharField(
        label="SIRET de l’organisme de gestion (OGEC)",
        help_text="14 chiffres, lus sur le formulaire. S’il y manque, cherchez-le dans le répertoire Sirene.",
        error_messages={"required": "Écrivez le SIRET de l’organisme de gestion."},
    )
    field_order = ["siret", "postmark_on", "received_on", "scan"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        take_spaces(self.fields["siret"])

    def clean_siret(self) -> str:
        siret = identifiers.compact(self.cleaned_data["siret"])
        if not identifiers.is_siret(siret):
            raise forms.ValidationError("Ce SIRET n’est pas valable : vérifiez les 14 chiffres.")
        return siret
