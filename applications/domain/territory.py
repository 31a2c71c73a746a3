"""A commune or an EPCI applies for schools of its territory: starting, adding a school, removing one."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed

from .. import checks
from ..models import Call, Candidacy, Commune, Epci, Organisation, School, SchoolProject
from .attachments import erase_all
from .drafts import school_project
from .editing import require_editable, require_not_on_paper
from .organisations import of_territory


@transaction.atomic
def start_for_territory(
    call: Call, territory: Commune | Epci, schools: Iterable[School], *, by: Any
) -> Candidacy:
    """Open a draft of a commune or of an EPCI for these schools; the person manages it.

    Raises DomainError « porteur_non_eligible », « champ_obligatoire », « etablissement_non_eligible »,
    « doublon »; NotAllowed, also when other people already act for this porteur. Asking again gives the dossier
    already begun, with the schools it has.
    """
    if not by.has_perm("applications.start_candidacy"):
        raise NotAllowed("Un dossier est commencé par un porteur, pas par un agent du programme.")
    if call.is_for_college:
        raise DomainError("porteur_non_eligible", "Cet appel s’adresse aux collèges privés sous contrat.")
    # A button pressed twice begins one dossier: the second request waits here, then finds it.
    type(territory).objects.select_for_update().get(pk=territory.pk)
    organisation = of_territory(territory, by=by, contact=call.contact_email)
    begun = Candidacy.objects.filter(call=call, organisation=organisation)
    if existing := begun.exclude(state__in=["withdrawn", "lapsed"]).first():
        require_not_on_paper(existing)
        return existing
    chosen = require_schools(call, organisation, schools)
    candidacy = Candidacy.objects.create(call=call, organisation=organisation, created_by=by)
    put_schools(candidacy, chosen, first=0)
    uai = [school.uai for school in chosen]
    journal.record("dossier commencé", candidacy, by=by, after={"appel": call.slug, "uai": uai})
    return candidacy


@transaction.atomic
def add_schools(candidacy: Candidacy, schools: Iterable[School], *, by: Any) -> list[SchoolProject]:
    """Put more schools in a draft; one that is already there stays as it is.

    Raises DomainError « etat », « champ_obligatoire », « etablissement_non_eligible », « porteur_non_eligible »,
    « doublon »; NotAllowed.
    """
    candidacy = Candidacy.objects.locked(candidacy.pk)
    require_editable(candidacy, by=by)
    if candidacy.call.is_for_college:
        raise DomainError("porteur_non_eligible", "Un dossier de collège porte sur un seul établissement.")
    chosen = require_schools(candidacy.call, candidacy.organisation, schools)
    positions = dict(candidacy.projects.values_list("school", "position"))
    new = [school for school in chosen if school.pk not in positions]
    if not new:
        return []
    projects = put_schools(candidacy, new, first=max(positions.values(), default=-1) + 1)
    journal.record("écoles ajoutées", candidacy, by=by, after={"uai": [school.uai for school in new]})
    return projects


@transaction.atomic
def remove_school(project: SchoolProject, *, by: Any) -> None:
    """Take a school out of a draft, with everything that was written for it.

    Raises DomainError « etat », « derniere_ecole »; NotAllowed.
    """
    candidacy = Candidacy.objects.locked(project.candidacy_id)
    require_editable(candidacy, by=by)
    if not candidacy.projects.exclude(pk=project.pk).exists():
        raise DomainError(
            "derniere_ecole",
            "Un dossier porte sur au moins une école : ajoutez-en une autre, ou supprimez le brouillon.",
        )
    before: dict[str, Any] = {"uai": project.school.uai, "ecole": project.school.name}
    if pieces := erase_all(candidacy, project=project):
        before["pieces"] = pieces
    project.delete()
    candidacy.refresh_search_text()
    candidacy.save()
    journal.record("école retirée", candidacy, by=by, before=before)


def require_schools(call: Call, organisation: Organisation, schools: Iterable[School]) -> list[School]:
    """The schools, each once, when the porteur may apply for all of them. Raises DomainError."""
    chosen = list(dict.fromkeys(schools))
    if not chosen:
        raise DomainError("champ_obligatoire", "Choisissez au moins une école.", field="ecoles")
    for school in chosen:
        if not checks.is_eligible(school, college=False):
            message = f"{school.name} ({school.uai}) ne relève pas de cet appel."
            raise DomainError("etablissement_non_eligible", message, field="ecoles")
        if not checks.covers(organisation, school):
            message = f"{school.name} n’est pas sur le territoire du porteur."
            raise DomainError("porteur_non_eligible", message, field="ecoles")
    filed = SchoolProject.objects.filter(call=call, filed=True, school__in=chosen).select_related("school")
    if taken := filed.first():
        message = f"{taken.school.name} figure déjà dans un dossier déposé pour cet appel."
        raise DomainError("doublon", message, field="ecoles")
    return chosen


def put_schools(candidacy: Candidacy, schools: Sequence[School], *, first: int) -> list[SchoolProject]:
    """Put schools in a draft under its lock, after those whose positions come before `first`."""
    projects = SchoolProject.objects.bulk_create(
        school_project(candidacy, school, position=first + rank) for rank, school in enumerate(schools)
    )
    candidacy.refresh_search_text()
    candidacy.save()
    return projects
