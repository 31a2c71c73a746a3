"""A dossier received on paper, typed by an agent for its porteur (CRPA, art. L112-1: the postmark counts)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from tne38.core import identifiers, journal
from tne38.core.errors import DomainError, NotAllowed

from .. import checks
from ..enums import CandidacyState, OrganisationKind, Origin
from ..models import Call, Candidacy, Commune, Epci, Organisation, School
from . import deadline
from .drafts import school_project
from .editing import require_editable
from .organisations import organisation_of
from .territory import put_schools, require_schools

ENTER = "applications.enter_paper"


@dataclass(frozen=True)
class Post:
    """What the envelope says: the postmark, and the day it came."""

    postmark_on: date
    received_on: date


@transaction.atomic
def start_on_paper_for_college(call: Call, school: School, siret: str, post: Post, *, by: Any) -> Candidacy:
    """Open the draft of a paper dossier of a collège; its OGEC is the one of this SIRET, or a new one.

    Raises DomainError « hors_delai », « dates », « etablissement_non_eligible », « siret_invalide », « doublon »;
    NotAllowed. Asked twice, it gives the draft that was opened the first time.
    """
    _require_right(by)
    require_post(Candidacy(call=call), post)
    if not call.is_for_college or not checks.is_eligible(school, college=True):
        raise DomainError("etablissement_non_eligible", f"{school.name} ne relève pas de cet appel.")
    siret = identifiers.compact(siret)
    if not identifiers.is_siret(siret):
        raise DomainError(
            "siret_invalide", "Ce SIRET n’est pas valable : vérifiez les 14 chiffres.", field="siret"
        )
    School.objects.select_for_update().get(pk=school.pk)
    filed = school.projects.filter(call=call, filed=True).select_related("candidacy").first()
    if filed is not None:
        raise _taken(filed.candidacy)
    known, _ = Organisation.objects.get_or_create(kind=OrganisationKind.OGEC, siret=siret)
    if begun := _begun(call, known):
        return begun
    candidacy = _open(call, known, post, by)
    school_project(candidacy, school, position=0).save()
    candidacy.refresh_search_text()
    candidacy.save()
    return _started(candidacy, [school], by)


@transaction.atomic
def start_on_paper_for_territory(
    call: Call, territory: Commune | Epci, schools: Iterable[School], post: Post, *, by: Any
) -> Candidacy:
    """Open the draft of a paper dossier of a commune or of an EPCI, for these schools. Raises as for a collège."""
    _require_right(by)
    require_post(Candidacy(call=call), post)
    if call.is_for_college:
        raise DomainError("porteur_non_eligible", "Cet appel s’adresse aux collèges privés sous contrat.")
    type(territory).objects.select_for_update().get(pk=territory.pk)
    organisation = organisation_of(territory, by=by)
    if begun := _begun(call, organisation):
        return begun
    chosen = require_schools(call, organisation, schools)
    candidacy = _open(call, organisation, post, by)
    put_schools(candidacy, chosen, first=0)
    return _started(candidacy, chosen, by)


@transaction.atomic
def change_post(candidacy: Candidacy, post: Post, *, by: Any) -> Candidacy:
    """Correct the two dates of a draft. Raises DomainError « hors_delai », « dates », « etat »; NotAllowed."""
    candidacy = Candidacy.objects.locked(candidacy.pk)
    require_editable(candidacy, by=by)
    require_post(candidacy, post)
    before = {"cachet": candidacy.postmark_on, "recu": candidacy.received_on}
    after = {"cachet": post.postmark_on, "recu": post.received_on}
    if before != after:
        candidacy.postmark_on, candidacy.received_on = post.postmark_on, post.received_on
        candidacy.save()
        behalf = candidacy.organisation.name
        journal.record(
            "dates du courrier corrigées", candidacy, by=by, before=before, after=after, on_behalf_of=behalf
        )
    return candidacy


def require_post(candidacy: Candidacy, post: Post) -> None:
    """Raise DomainError « dates » when a letter comes before it is sent, « hors_delai » for a late postmark."""
    if post.received_on < post.postmark_on:
        raise DomainError(
            "dates",
            "La lettre arrive le jour du cachet ou après : vérifiez les deux dates.",
            field="received_on",
        )
    try:
        deadline.require_in_time(candidacy, deadline.at_midnight(post.postmark_on), paper=True)
    except DomainError as late:
        raise DomainError(late.code, late.message, field="postmark_on") from None


def current_of(call: Call, organisation: Organisation) -> Candidacy | None:
    """The dossier that a porteur already has for a call, if it has one."""
    others = Candidacy.objects.filter(call=call, organisation=organisation)
    return others.exclude(state__in=[CandidacyState.WITHDRAWN, CandidacyState.LAPSED]).first()


def _require_right(by: Any) -> None:
    if not by.has_perm(ENTER):
        raise NotAllowed("Un dossier papier est saisi par un agent du programme.")


def _begun(call: Call, organisation: Organisation) -> Candidacy | None:
    """The paper draft already opened for this porteur. Raises DomainError « doublon » for any other dossier."""
    found = current_of(call, organisation)
    if found is not None and not found.is_paper_draft:
        raise _taken(found)
    return found


def _taken(found: Candidacy) -> DomainError:
    if found.state == CandidacyState.DRAFT:
        message = (
            "Ce porteur a commencé un dossier en ligne pour cet appel : demandez-lui de le déposer, ou de "
            "supprimer son brouillon pour que son dossier papier puisse être saisi."
        )
    else:
        message = f"Un dossier est déjà déposé pour cet appel : {found}."
    return DomainError("doublon", message, field="porteur")


def _open(call: Call, organisation: Organisation, post: Post, by: Any) -> Candidacy:
    return Candidacy.objects.create(
        call=call,
        organisation=organisation,
        origin=Origin.PAPER,
        postmark_on=post.postmark_on,
        received_on=post.received_on,
        created_by=by,
    )


def _started(candidacy: Candidacy, schools: Iterable[School], by: Any) -> Candidacy:
    after = {
        "appel": candidacy.call.slug,
        "uai": [school.uai for school in schools],
        "cachet": candidacy.postmark_on,
        "recu": candidacy.received_on,
    }
    behalf = candidacy.organisation.name or f"SIRET {candidacy.organisation.siret}"
    journal.record("saisie papier commencée", candidacy, by=by, after=after, on_behalf_of=behalf)
    return candidacy
