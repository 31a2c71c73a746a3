"""What is checked of the owner of the premises: nothing is asked for, but one that is named is named whole."""

from collections.abc import Iterable, Sequence

from tne38.core import identifiers

from .checks import Finding, register
from .models import Candidacy, SchoolProject

STEP = "proprietaire"
_ASKED = {
    "owner_name": "Indiquez le nom du propriétaire des locaux.",
    "owner_siret": "Indiquez le SIRET du propriétaire des locaux (14 chiffres).",
    "owner_address": "Indiquez l’adresse du propriétaire des locaux.",
    "owner_postal_code": "Indiquez le code postal du propriétaire des locaux.",
    "owner_city": "Indiquez la ville du propriétaire des locaux.",
    "owner_representative_name": "Indiquez qui représente le propriétaire des locaux.",
    "owner_representative_title": "Indiquez la qualité de la personne qui représente le propriétaire.",
}


@register
def check_owner(candidacy: Candidacy, projects: Sequence[SchoolProject]) -> Iterable[Finding]:
    """The dossier file knows no owner: nothing is found in a dossier that names none."""
    if not candidacy.call.is_for_college:
        return
    for project in projects:
        if not project.has_owner:
            continue
        for name, message in _ASKED.items():
            if not getattr(project, name):
                yield _finding("champ_obligatoire", message, name, project)
        if project.owner_siret and not identifiers.is_siret(project.owner_siret):
            yield _finding(
                "siret_invalide", "Le SIRET du propriétaire n’est pas valable.", "owner_siret", project
            )


def _finding(code: str, message: str, field: str, project: SchoolProject) -> Finding:
    return Finding(code, message, "", STEP, field=field, project_id=project.pk)
