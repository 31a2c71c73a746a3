"""What an agent corrects of a porteur after the deposit, when nobody else can any more."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed

from ..models import Candidacy, Organisation
from ..notifications import PorteurCorrected
from .members import locked

# What a contract says of its beneficiary.
IDENTITY = ("name", "address", "postal_code", "city", "representative_name", "representative_title")
CORRECTED = (*IDENTITY, "email", "phone")

# Later apps say why the identity may not change now: a document that states it is being signed.
_guards: list[Callable[[Organisation], None]] = []


def identity_guard(guard: Callable[[Organisation], None]) -> Callable[[Organisation], None]:
    """Register a function that raises DomainError when an organisation's identity must stay as it is."""
    _guards.append(guard)
    return guard


@transaction.atomic
def correct_porteur(candidacy: Candidacy, values: dict[str, str], *, reason: str, by: Any) -> list[str]:
    """Correct the porteur of a deposited dossier; returns the names changed, and tells its people.

    The numbers that identify it (SIREN, SIRET, RNA) are not corrected: another number is another porteur. Raises
    DomainError « champ_obligatoire », « identite_figee », « etat »; NotAllowed.
    """
    if not reason.strip():
        raise DomainError("champ_obligatoire", "Indiquez le motif de la correction.", field="reason")
    # Every dossier of the porteur bears its name: all are locked, always in the same order.
    theirs = Candidacy.objects.filter(organisation=candidacy.organisation_id).order_by("pk")
    dossiers = list(theirs.select_for_update(of=("self",)).select_related("call", "organisation"))
    candidacy = next(dossier for dossier in dossiers if dossier.pk == candidacy.pk)
    if by is not None and not by.has_perm("applications.correct_porteur", candidacy):
        raise NotAllowed
    organisation = locked(candidacy.organisation)
    changed = {
        name: values[name].strip()
        for name in CORRECTED
        if name in values and values[name].strip() != getattr(organisation, name)
    }
    if not changed:
        return []
    if not changed.keys().isdisjoint(IDENTITY):
        for guard in _guards:
            guard(organisation)
    before = {name: getattr(organisation, name) for name in changed}
    _write(organisation, changed, dossiers)
    candidacy.organisation = organisation
    PorteurCorrected(candidacy, before=before, after=changed, reason=reason.strip()).send()
    journal.record("porteur corrigé", candidacy, by=by, before=before, after=changed, reason=reason.strip())
    return list(changed)


def _write(organisation: Organisation, changed: dict[str, str], dossiers: list[Candidacy]) -> None:
    for name, value in changed.items():
        setattr(organisation, name, value)
    organisation.full_clean(validate_unique=False, validate_constraints=False)
    organisation.save(update_fields=list(changed))
    if "name" not in changed:
        return
    for dossier in dossiers:
        dossier.organisation = organisation
        dossier.refresh_search_text()
        dossier.save(update_fields=["search_text"])
