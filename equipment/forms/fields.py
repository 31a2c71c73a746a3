"""Fields of quotes, orders and deliveries: a date, a file, one quantity for each thing granted."""

from typing import Any

from django import forms
from django.conf import settings

from applications.domain.attachments import Sent
from applications.forms.fields import WholeNumberField
from applications.forms.pieces import ENDINGS
from tne38.core.file_types import ACCEPTED
from tne38.core.text import in_bytes

from ..granted import Resource


def day_field(
    label: str, *, required: bool = True, missing: str = "Indiquez cette date.", **options: Any
) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": missing,
            "invalid": "Écrivez une date, par exemple 12/05/2025.",
        },
        **options,
    )


def file_field(label: str, *, required: bool, missing: str = "Choisissez un fichier.") -> forms.FileField:
    """The types and the size are said before; the file is opened by the domain function."""
    kinds = ", ".join(kind.label for kind in ACCEPTED)
    return forms.FileField(
        label=label,
        required=required,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ENDINGS}),
        help_text=f"{kinds} ; {in_bytes(settings.PIECE_MAXIMUM_BYTES)} au plus.",
        error_messages={"required": missing},
    )


def quantity_field(label: str, **options: Any) -> WholeNumberField:
    return WholeNumberField(label=label, required=False, **options)


def sent_file(file: Any) -> Sent | None:
    return Sent(file.name, file) if file else None


def name_of(resource: Resource, *, several: bool) -> str:
    """The resource, with its school where the dossier has several."""
    return f"{resource.label}, {resource.project.school.name}" if several else resource.label
