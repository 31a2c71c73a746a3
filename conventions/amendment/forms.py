"""What an amendment asks for: what changes, then what comes back signed."""

from datetime import date
from typing import Any

from django import forms

from applications.domain.attachments import Sent
from applications.forms.pieces import ENDINGS
from tne38.core.money import french
from tne38.core.money_fields import MoneyFormField

from ..domain.accounts import granted_shares
from ..domain.amendments import AmendmentValue
from ..domain.dates import claims_until
from ..forms import DomainForm, day_field, pdf_field
from ..models import ACT_NUMBER, Convention


class AmendmentForm(forms.Form):
    """What changes, and why; a field left empty changes nothing."""

    asked_on = day_field("Demande du bénéficiaire reçue le")
    reason = forms.CharField(
        label="Motif",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Il figure dans l’avenant.",
    )
    claims_until = forms.DateField(
        label="Nouveau dernier jour pour demander le versement",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    granted = MoneyFormField(label="Nouveau montant de la subvention", required=False)
    act = forms.CharField(
        label="Acte de la commission permanente",
        required=False,
        max_length=30,
        validators=[ACT_NUMBER],
        help_text="Comme au recueil : 2026 CP02 B 16 31. Laissez vide si le président signe sans nouvel acte.",
    )

    def __init__(self, convention: Convention, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        until, granted = claims_until(convention), granted_shares(convention).amount
        self.fields[
            "claims_until"
        ].help_text = f"Actuellement le {until:%d/%m/%Y}. Laissez vide pour ne pas le changer."
        self.fields[
            "granted"
        ].help_text = f"Moins de {french(granted)}, le montant actuel. Laissez vide pour ne pas le changer."

    def value(self) -> AmendmentValue:
        return AmendmentValue(**self.cleaned_data)


class SignedAmendmentForm(DomainForm):
    """The amendment signed by the beneficiary, and the act that allows to."""

    authorisation = forms.FileField(
        label="L’acte qui autorise la signature",
        help_text="Délibération ou décision de l’organe délibérant.",
        error_messages={"required": "Choisissez cet acte sur votre ordinateur."},
        widget=forms.FileInput(attrs={"accept": ENDINGS}),
    )
    copy = pdf_field("L’avenant signé, en PDF", "Numérisez toutes les pages dans un seul PDF.")
    signed_on = day_field("Date de signature")

    def signature(self) -> dict[str, Sent | date]:
        """What the domain takes."""
        files = {
            name: Sent(self.cleaned_data[name].name, self.cleaned_data[name])
            for name in ("authorisation", "copy")
        }
        return {**files, "signed_on": self.cleaned_data["signed_on"]}


class NotifyAmendmentForm(forms.Form):
    countersigned_on = day_field("Date de signature par le président")
    notified_on = day_field("Date de notification")
    fichiers = pdf_field(
        "L’avenant signé de tous, en PDF", "Il rejoint les documents du dossier ; le bénéficiaire le reçoit."
    )


class GiveUpAmendmentForm(forms.Form):
    reason = forms.CharField(
        label="Pourquoi il est abandonné",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Le bénéficiaire lit ce motif dans l’historique du dossier.",
    )
