"""Starting a dossier and filling it in, until it is deposited."""

from typing import Any

from django.db import transaction

from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed

from .. import checks
from ..enums import MembershipRole, OrganisationKind
from ..models import Call, Candidacy, Membership, Organisation, School, SchoolProject


@transaction.atomic
def start_for_college(call: Call, school: School, *, by: Any) -> Candidacy:
    """Open a draft for a private collège: the person becomes a manager of its (still unnamed) OGEC.

    Raises DomainError « etablissement_non_eligible » or « porteur_non_eligible ». Asking again for the same
    call and school gives the draft already begun.
    """
    if not call.is_for_college:
        raise DomainError("porteur_non_eligible", "Cet appel s’adresse aux communes et aux EPCI.")
    if not checks.is_eligible(school, college=True):
        raise DomainError(
            "etablissement_non_eligible",
            f"{school.name} ne relève pas de cet appel, ouvert aux collèges privés sous contrat de l’Isère.",
            field="school",
        )
    begun = Candidacy.objects.filter(
        call=call, projects__school=school, organisation__memberships__user=by
    ).exclude(state__in=["withdrawn", "lapsed"])
    if existing := begun.first():
        return existing
    organisation = Organisation.objects.create(kind=OrganisationKind.OGEC, name="")
    Membership.objects.create(user=by, organisation=organisation, role=MembershipRole.MANAGER)
    by.__dict__.pop("_membership_roles", None)
    candidacy = Candidacy.objects.create(call=call, organisation=organisation, created_by=by)
    add_school(candidacy, school)
    candidacy.refresh_search_text()
    candidacy.save()
    journal.record("dossier commencé", candidacy, by=by, after={"appel": call.slug, "uai": school.uai})
    return candidacy


def add_school(candidacy: Candidacy, school: School) -> SchoolProject:
    """Put a school in the dossier; what the directory knows is a suggestion that the applicant corrects."""
    return SchoolProject.objects.create(
        candidacy=candidacy,
        school=school,
        position=candidacy.projects.count(),
        pupils=school.pupils,
        divisions=school.divisions,
        linked_lycee=school.suggested_lycee,
    )


def require_editable(candidacy: Candidacy, *, by: Any) -> None:
    """Raise unless the dossier is a draft that this person may change; None is the portal itself."""
    if candidacy.state != "draft":
        raise DomainError("etat", "Ce dossier est déposé : il ne peut plus être modifié.")
    if by is not None and not by.has_perm("applications.edit_candidacy", candidacy):
        raise NotAllowed


@transaction.atomic
def save_answers(candidacy: Candidacy, instance: Any, values: dict[str, Any], *, by: Any) -> list[str]:
    """Write answers on the dossier's organisation or on one of its projects; returns the changed names.

    `instance` belongs to the dossier; `values` maps field names to cleaned values. The journal keeps what
    each changed field held before and holds now.
    """
    candidacy = Candidacy.objects.locked(candidacy.pk)
    require_editable(candidacy, by=by)
    changed = {name: value for name, value in values.items() if getattr(instance, name) != value}
    if not changed:
        return []
    before = {name: getattr(instance, name) for name in changed}
    for name, value in changed.items():
        setattr(instance, name, value)
    instance.full_clean(validate_unique=False)
    instance.save()
    candidacy.refresh_search_text()
    candidacy.save()
    journal.record("réponses modifiées", candidacy, by=by, before=before, after=changed)
    return list(changed)
