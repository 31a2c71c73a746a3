"""Starting a dossier and filling it in, until it is deposited."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction

from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed

from .. import checks
from ..enums import MembershipRole, OrganisationKind
from ..models import Call, Candidacy, Membership, Organisation, School, SchoolProject
from ..rules import forget_roles
from .attachments import erase_all
from .editing import Place, require_editable, require_not_on_paper, require_writable
from .merging import Verdict, fingerprint, verdict


@transaction.atomic
def start_for_college(call: Call, school: School, *, by: Any) -> Candidacy:
    """Open a draft for a private collège: the person becomes a manager of its (still unnamed) OGEC.

    Raises DomainError « etablissement_non_eligible », « porteur_non_eligible », NotAllowed.
    Asking again for the same call and school gives the dossier already begun; an OGEC that the person already
    manages for this school, from another call, is taken up again.
    """
    if not by.has_perm("applications.start_candidacy"):
        raise NotAllowed("Un dossier est commencé par un établissement, pas par un agent du programme.")
    if not call.is_for_college:
        raise DomainError("porteur_non_eligible", "Cet appel s’adresse aux communes et aux EPCI.")
    if not checks.is_eligible(school, college=True):
        raise DomainError(
            "etablissement_non_eligible",
            f"{school.name} ne relève pas de cet appel, ouvert aux collèges privés sous contrat de l’Isère.",
            field="school",
        )
    # A button pressed twice begins one dossier: the second request waits here, then finds it.
    School.objects.select_for_update().get(pk=school.pk)
    begun = Candidacy.objects.filter(
        call=call, projects__school=school, organisation__memberships__user=by
    ).exclude(state__in=["withdrawn", "lapsed"])
    if existing := begun.first():
        require_not_on_paper(existing)
        return existing
    organisation = _known_organisation(call, school, by) or _new_organisation(by)
    candidacy = Candidacy.objects.create(call=call, organisation=organisation, created_by=by)
    school_project(candidacy, school, position=0).save()
    candidacy.refresh_search_text()
    candidacy.save()
    journal.record("dossier commencé", candidacy, by=by, after={"appel": call.slug, "uai": school.uai})
    return candidacy


def _known_organisation(call: Call, school: School, by: Any) -> Organisation | None:
    """The OGEC that this person manages and that already applied for this school, free for this call."""
    busy = Candidacy.objects.filter(call=call).exclude(state__in=["withdrawn", "lapsed"])
    known = Organisation.objects.filter(
        kind=OrganisationKind.OGEC,
        memberships__user=by,
        memberships__role=MembershipRole.MANAGER,
        candidacies__projects__school=school,
    )
    return known.exclude(pk__in=busy.values("organisation")).order_by("-pk").first()


def _new_organisation(by: Any) -> Organisation:
    organisation = Organisation.objects.create(kind=OrganisationKind.OGEC, name="")
    Membership.objects.create(user=by, organisation=organisation, role=MembershipRole.MANAGER)
    forget_roles(by)
    return organisation


def school_project(candidacy: Candidacy, school: School, *, position: int) -> SchoolProject:
    """A school to put in a dossier; what the directory knows is a suggestion that the applicant corrects."""
    return SchoolProject(
        candidacy=candidacy,
        call=candidacy.call,
        school=school,
        position=position,
        pupils=school.pupils,
        divisions=school.divisions or None,
        linked_lycee=school.suggested_lycee,
    )


@dataclass(frozen=True)
class Saved:
    """What became of a page's answers: field names, with what is stored where another person decided."""

    changed: tuple[str, ...] = ()
    conflicts: dict[str, Any] = field(default_factory=dict)
    arrived: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def save_answers(
    place: Place,
    instance: Any,
    values: dict[str, Any],
    *,
    by: Any,
    expected: Mapping[str, str] | None = None,
) -> Saved:
    """Write answers on the dossier's organisation or on one of its projects.

    `instance` belongs to the dossier; `values` maps field names to cleaned values; `expected` maps them to the
    prints of what the person was shown. Only what the person changed is written, and nothing that another one
    changed meanwhile to something else: that is a conflict, for the person to choose. Without `expected` the
    values replace whatever is there. The journal keeps what each changed field held before and holds now.
    Raises DomainError « etat », NotAllowed.
    """
    candidacy = Candidacy.objects.locked(place.candidacy.pk)
    require_writable(replace(place, candidacy=candidacy, names=frozenset(values)), by=by)
    if not values:
        return Saved()
    # Read again under a lock of its own: a porteur is the same row in each of its dossiers.
    locked = type(instance)._base_manager.select_for_update()
    instance.refresh_from_db(fields=list(values), from_queryset=locked)
    saved = _compare(instance, values, expected or {})
    if not saved.changed:
        return saved
    changed = {name: values[name] for name in saved.changed}
    if "siret" in changed and instance.is_private:
        changed["siren"] = changed["siret"][:9]
    before = {name: getattr(instance, name) for name in changed}
    for name, value in changed.items():
        setattr(instance, name, value)
    instance.full_clean(validate_unique=False)
    instance.save(update_fields=list(changed))
    candidacy.organisation.refresh_from_db(fields=["name"])
    candidacy.refresh_search_text()
    candidacy.save()
    journal.record("réponses modifiées", candidacy, by=by, before=before, after=changed | of_school(instance))
    return saved


def _compare(instance: Any, values: dict[str, Any], expected: Mapping[str, str]) -> Saved:
    """Sort the answers: those to write, those that another person changed too, or alone."""
    found: dict[Verdict, dict[str, Any]] = {kind: {} for kind in Verdict}
    for name, typed in values.items():
        stored = getattr(instance, name)
        kind = verdict(expected.get(name), fingerprint(typed), fingerprint(stored))
        found[kind][name] = stored
    return Saved(tuple(found[Verdict.WRITE]), found[Verdict.CONFLICT], found[Verdict.KEEP])


def of_school(instance: Any) -> dict[str, str]:
    """What the journal adds to an entry about one école of a dossier that may hold several."""
    if isinstance(instance, SchoolProject) and not instance.call.is_for_college:
        return {"ecole": instance.school.uai}
    return {}


@transaction.atomic
def delete_draft(candidacy: Candidacy, *, by: Any) -> None:
    """Delete a dossier that was never deposited, with what was typed in it.

    Its porteur goes too when it exists for this draft and this person alone. The journal keeps that a draft
    was deleted, not what it said. Raises DomainError « etat », NotAllowed.
    """
    candidacy = Candidacy.objects.locked(candidacy.pk)
    require_editable(candidacy, by=by)
    organisation, key = candidacy.organisation, candidacy.pk
    before = {"appel": candidacy.call.slug, "porteur": organisation.name}
    erase_all(candidacy)
    candidacy.delete()
    others = organisation.memberships.exclude(user=by)
    if not organisation.candidacies.exists() and not others.exists():
        organisation.memberships.all().delete()
        organisation.invitations.all().delete()
        organisation.delete()
    candidacy.pk = key
    journal.record("brouillon supprimé", candidacy, by=by, before=before)
