"""What the pages say of the pieces of a dossier. No part of the reports of an import, whose file holds no piece."""

from collections.abc import Iterable, Sequence

from .checks import Finding, Level, projects_of, register_for_pages
from .domain.attachments import STEP
from .models import Candidacy, SchoolProject
from .pieces import attachments_of, wanted
from .schools import school_names

NAMED = 3  # schools named in a message; the others are counted


@register_for_pages
def check_pieces(candidacy: Candidacy) -> Iterable[Finding]:
    """A compulsory piece that is missing stops a deposit on line; a piece with a virus is told."""
    projects = projects_of(candidacy)
    for want in wanted(candidacy, projects):
        if want.kind.required and want.is_missing:
            yield Finding("piece_absente", _missing(want.kind.label, want.without, projects), "", STEP)
    for piece in attachments_of(candidacy):
        if piece.file.is_closed:
            message = (
                f"« {piece.file.name} » : l’antivirus y a trouvé un virus, personne ne peut l’ouvrir. "
                "Retirez cette pièce et envoyez-en une autre copie."
            )
            yield Finding("piece_fermee", message, "", STEP, Level.REMARK)


def _missing(label: str, without: Sequence[SchoolProject], projects: Sequence[SchoolProject]) -> str:
    """« Joignez : Devis. », or for which schools among several."""
    names = school_names(projects)
    if not without or not names:
        return f"Joignez cette pièce : {label}."
    told = [names[project.pk] for project in without[:NAMED]]
    if (others := len(without) - NAMED) > 0:
        told.append(f"{others} autre{'s' if others > 1 else ''}")
    listed = told[0] if len(told) == 1 else f"{', '.join(told[:-1])} et {told[-1]}"
    return f"Joignez cette pièce : {label}, pour {listed}."
