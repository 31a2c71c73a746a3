"""The page of the pieces: what is sent, what it is, which school it is about."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from tne38.core.file_types import ACCEPTED

from ..domain.attachments import STEP, Filing, Sent
from ..domain.editing import Place
from ..models import Candidacy, SchoolProject
from ..pieces import attachments_of, rows_of
from ..schools import school_names
from .answers import Answer, Table
from .page import FieldError
from .paper import BlankPage

ENDINGS = ",".join(f".{ending}" for kind in ACCEPTED for ending in kind.endings)
OTHER = "Autre pièce"
WHOLE = "tous"  # not an empty value: browsers would ask to choose


class PiecesPage:
    """The pieces as the recapitulation reads them; their own view adds them, since files come with them."""

    template_name: ClassVar[str] = "applications/pieces.html"
    place: Place

    def __init__(self, candidacy: Candidacy, project: SchoolProject, data: Any = None) -> None:
        self.candidacy = candidacy

    def is_valid(self) -> bool:
        return True

    def save(self, *, by: Any) -> None:
        """Nothing is typed here."""

    def field_errors(self) -> list[FieldError]:
        return []

    def blank(self) -> BlankPage:
        """Nothing to write by hand: the paper form lists the pieces to join by itself."""
        return BlankPage()

    def answers(self) -> list[Answer]:
        return []

    def table(self) -> Table:
        rows = rows_of(self.candidacy, list(self.candidacy.projects.all()))
        if any(row.school for row in rows):
            cells = ((row.piece.file.name, row.piece.label, row.school, row.weight) for row in rows)
            return Table(("Pièce", "Nature", "École", "Fichier"), tuple(cells))
        return Table(
            ("Pièce", "Nature", "Fichier"),
            tuple((row.piece.file.name, row.piece.label, row.weight) for row in rows),
        )


def is_started(candidacy: Candidacy, _project: SchoolProject) -> bool:
    return bool(attachments_of(candidacy))


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; each is judged by itself, later, so that a wrong one does not refuse the others."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return list(data or [])


def writable(
    user: Any, candidacy: Candidacy, projects: Sequence[SchoolProject]
) -> list[SchoolProject | None]:
    """What this person may add pieces to: None for the whole dossier, then schools."""
    places: list[SchoolProject | None] = [None, *projects]
    return [
        project
        for project in places
        if user.has_perm("applications.edit_place", Place(candidacy, STEP, project))
    ]


class LenientChoiceField(forms.ChoiceField):
    """Asked for by the page, taken empty by the portal: files sent without it must not be lost."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class FilingForm(forms.Form):
    """What a piece is, and which school it is about where there are several."""

    nature = LenientChoiceField(label="Nature de la pièce")
    ecole = LenientChoiceField(label="École concernée")

    def __init__(
        self, candidacy: Candidacy, places: Sequence[SchoolProject | None], *args: Any, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.kinds = {str(kind.pk): kind for kind in candidacy.call.piece_kinds.all()}
        self.places = {str(project.pk) if project else WHOLE: project for project in places}
        self.fields["nature"].choices = [
            ("", "Choisissez"),
            *((key, kind.label) for key, kind in self.kinds.items()),
            ("autre", OTHER),
        ]
        names = school_names(list(candidacy.projects.all()))
        self.fields["ecole"].choices = [
            (key, names.get(project.pk, str(project)) if project else "Tout le dossier")
            for key, project in self.places.items()
        ]
        if len(self.places) == 1 or not names:
            del self.fields["ecole"]

    def filing(self) -> Filing:
        """What was chosen; nothing chosen is « Autre pièce », so that files sent are never lost."""
        kind = self.kinds.get(self.cleaned_data.get("nature", ""))
        first = next(iter(self.places.values()))
        return Filing(kind=kind, project=self.places.get(self.cleaned_data.get("ecole", ""), first))


class SendForm(FilingForm):
    """Adding files."""

    fichiers = FilesField(label="Fichiers", required=False)

    def sent(self) -> list[Sent]:
        return [Sent(file.name, file) for file in self.cleaned_data["fichiers"]]


class PieceForm(FilingForm):
    """Changing one piece: its nature, its school, its file."""

    fichier = forms.FileField(label="Nouveau fichier", required=False, allow_empty_file=True)

    def sent(self) -> Sent | None:
        file = self.cleaned_data["fichier"]
        return Sent(file.name, file) if file else None
