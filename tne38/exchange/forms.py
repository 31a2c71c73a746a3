"""Choosing the call and the spreadsheet."""

from django import forms

from applications.models import Call

from .spreadsheet.archive import MOST_BYTES


class SendForm(forms.Form):
    """A spreadsheet for a call; what it holds is examined afterwards."""

    call = forms.ModelChoiceField(
        Call.objects.order_by("-closes_at", "slug"),
        label="Appel",
        empty_label="Choisissez l’appel",
        error_messages={"required": "Choisissez l’appel auquel répondent ces dossiers."},
    )
    file = forms.FileField(
        label="Fichier",
        help_text=f"Classeur Excel (.xlsx) ou fichier CSV, {MOST_BYTES // 1024 // 1024} Mo au plus.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={
            "required": "Choisissez le fichier à importer.",
            "empty": "Ce fichier est vide : choisissez celui qui contient les dossiers.",
        },
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            message = f"Ce fichier est trop lourd : {MOST_BYTES // 1024 // 1024} Mo au plus."
            raise forms.ValidationError(message)
        return file
