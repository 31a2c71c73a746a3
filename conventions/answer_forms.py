"""What the beneficiary of a convention is asked: the act that allows to sign, the signed copy, its date."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from equipment.forms.fields import day_field

from .domain.scans import day_of
from .forms import pdf_field
from .models import SignedCopy


class AuthorisationForm(forms.Form):
    """The délibération of a council, or the decision of an OGEC's CA or AG."""

    prefix = "acte"

    number = forms.CharField(
        label="Numéro de la délibération",
        max_length=40,
        error_messages={"required": "Indiquez le numéro de la délibération."},
    )
    adopted_on = day_field("Adoptée le")
    received_on = day_field(
        "Reçue en préfecture le",
        missing="Indiquez la date à laquelle la préfecture a reçu la délibération.",
    )
    fichiers = pdf_field("L’acte, en PDF", "Avec le tampon ou l’accusé de réception de la préfecture.")

    def __init__(self, *args: Any, is_private: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_private:
            del self.fields["number"], self.fields["received_on"]
            self.fields["adopted_on"].label = "Décision prise le"
            self.fields["fichiers"].label = "Le procès-verbal du conseil ou de l’assemblée, en PDF"
            self.fields["fichiers"].help_text = "Celui qui autorise la signature de la convention."


class CopyForm(forms.Form):
    """The convention, signed."""

    prefix = "exemplaire"

    fichiers = pdf_field(
        "La convention signée, en PDF",
        "Numérisez toutes les pages dans un seul PDF ; le portail les reconnaît au code imprimé au bas de chacune.",
    )


class ConfirmationForm(forms.Form):
    """When it was signed, once one has looked at it."""

    prefix = "confirmation"

    signed_on = day_field("Date de signature")


class ScanForm(forms.Form):
    """A bundle of signed conventions."""

    fichiers = pdf_field(
        "Conventions signées, en un PDF",
        "Plusieurs conventions à la fois, dans n’importe quel ordre ; les pages peuvent être tournées.",
    )


class SignaturesForm(forms.Form):
    """When each recognised copy of a scan was signed; those left empty wait."""

    use_required_attribute = False

    def __init__(self, copies: Sequence[SignedCopy], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.copies = {day_of(copy): copy for copy in copies}
        for name, copy in self.copies.items():
            label = f"Convention n° {copy.convention.number}, signée par le bénéficiaire le"
            self.fields[name] = day_field(label, required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not self.errors and not any(values.values()):
            raise forms.ValidationError("Indiquez au moins une date de signature.")
        return values

    def days(self) -> dict[int, date]:
        """The dates, by copy."""
        return {self.copies[name].pk: day for name, day in self.cleaned_data.items() if day}
