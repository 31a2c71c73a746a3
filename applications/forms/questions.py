"""What goes with files: a message about a dossier, the pieces that a request for corrections asks for."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings

from tne38.core.file_types import ACCEPTED
from tne38.core.text import in_bytes

from ..domain.attachments import Sent
from .pieces import ENDINGS, FilesField


class PiecesForm(forms.Form):
    """Files alone; the types and the size are said before, checked by content after."""

    fichiers = FilesField(label="Pièces", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["fichiers"]
        kinds = ", ".join(kind.label for kind in ACCEPTED)
        field.help_text = f"{kinds} ; {in_bytes(settings.PIECE_MAXIMUM_BYTES)} au plus par fichier."
        field.widget.attrs["accept"] = ENDINGS


class MessageForm(PiecesForm):
    """What one writes to the other side."""

    text = forms.CharField(
        label="Message",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=5000,
        error_messages={"required": "Écrivez votre message."},
    )
    field_order = ["text", "fichiers"]


def sent_files(values: Mapping[str, Any]) -> list[Sent]:
    """The files of a form, as the domain takes them."""
    return [Sent(file.name, file) for file in values["fichiers"] or []]
