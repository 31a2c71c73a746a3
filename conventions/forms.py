"""What the pages about a convention have in common, and what its acts ask for on the agents' page of a dossier."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils import timezone

from applications.domain.attachments import Sent
from applications.forms.pieces import ENDINGS
from applications.forms.refusals import carried_out, refuse
from equipment.forms.fields import day_field
from tne38.core.errors import DomainError

from .models import ACT_NUMBER, PermanentCommission


def pdf_field(label: str, help_text: str) -> forms.FileField:
    """A file that the domain opens to judge it."""
    widget = forms.FileInput(attrs={"accept": "application/pdf"})
    missing = {"required": "Choisissez ce PDF sur votre ordinateur."}
    return forms.FileField(
        label=label, help_text=help_text, widget=widget, allow_empty_file=True, error_messages=missing
    )


def file_field(label: str, **options: Any) -> forms.FileField:
    """A file of any kind that is taken as a piece."""
    return forms.FileField(label=label, widget=forms.FileInput(attrs={"accept": ENDINGS}), **options)


class DomainForm(forms.Form):
    """A form that tells the refusals of the domain on the field that they name."""

    use_required_attribute = False

    def refuse(self, error: DomainError) -> None:
        refuse(self, error)

    def sent(self, name: str) -> Sent | None:
        file = self.cleaned_data.get(name)
        return Sent(file.name, file) if file else None

    def carried_out(self, act: Callable[[], object]) -> bool:
        """Whether what was sent is right and the domain took it; what it refuses is told like any other error."""
        return self.is_valid() and carried_out(self, act, say=lambda _form, error: self.refuse(error))


class VoteForm(forms.Form):
    """The act that voted the subsidy: one already recorded, or a new one."""

    commission = forms.ModelChoiceField(
        label="Séance de la commission permanente",
        queryset=PermanentCommission.objects.none(),
        required=False,
        empty_label="Une nouvelle séance, à préciser ci-dessous",
    )
    number = forms.CharField(
        label="Numéro de l’acte (nouvelle séance)",
        required=False,
        max_length=30,
        validators=[ACT_NUMBER],
        help_text="Comme au recueil des actes : 2025 CP06 B 16 31.",
    )
    held_on = day_field("Date de la séance (nouvelle séance)", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commission"].queryset = PermanentCommission.objects.filter(number__isnull=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("commission") is None:
            for name in ("number", "held_on"):
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, "Choisissez une séance, ou décrivez-en une nouvelle.")
        return values


class SignatureForm(forms.Form):
    signed_on = day_field("Date de signature par le bénéficiaire")


class NotificationForm(forms.Form):
    countersigned_on = day_field("Date de signature par le président")
    notified_on = day_field("Date de notification", initial=timezone.localdate)
    fichiers = pdf_field(
        "La convention signée de tous, en PDF",
        "Elle rejoint les documents du dossier ; le bénéficiaire la lit.",
    )


class LapseForm(forms.Form):
    reason = forms.CharField(
        label="Motif",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Le bénéficiaire lira ce motif.",
    )
