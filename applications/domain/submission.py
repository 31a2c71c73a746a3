"""The deposit: one transaction, once, in time, or nothing at all."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from tne38.core import jobs, journal
from tne38.core.errors import DomainError
from tne38.core.sequences import next_number
from tne38.core.workflow import perform

from .. import checks
from ..enums import CandidacyState, Origin
from ..models import Candidacy
from . import deadline

ACKNOWLEDGEMENT_JOB = "accuse-de-reception"

# What later apps do with a dossier in the transaction of its deposit.
_at_deposit: list[Callable[[Candidacy], None]] = []


def at_deposit(act: Callable[[Candidacy], None]) -> Callable[[Candidacy], None]:
    """Register an act done in the transaction of every deposit (a later app freezes its own rows)."""
    _at_deposit.append(act)
    return act


class IncompleteDossier(DomainError):
    """The dossier holds something that stops its deposit."""

    def __init__(self, found: list[checks.Finding]) -> None:
        count = len(found)
        fields = "1 champ" if count == 1 else f"{count} champs"
        super().__init__("incomplet", f"Le dossier contient {fields} à corriger.")
        self.findings = found


def _claim_schools(candidacy: Candidacy) -> None:
    """Mark the schools as filed for this call; of two deposits at once, the database lets one pass."""
    try:
        candidacy.projects.update(filed=True)
    except IntegrityError:
        message = "Un établissement figure déjà dans un dossier déposé pour cet appel."
        raise DomainError("doublon", message, field="projets") from None


@transaction.atomic
def submit(candidacy: Candidacy, *, by: Any, at: datetime) -> Candidacy:
    """Deposit a draft at the moment `at`; depositing again returns the dossier unchanged.

    In one transaction: the deadline, the checks, the number, the settings frozen, the journal and the job
    that sends the accusé de réception. Raises DomainError « hors_delai », IncompleteDossier, NotAllowed.
    """
    candidacy = Candidacy.objects.locked(candidacy.pk)
    if candidacy.state != CandidacyState.DRAFT:
        return candidacy
    paper = candidacy.origin == Origin.PAPER
    instant = deadline.deposit_instant(candidacy, at=at)
    deadline.require_in_time(candidacy, instant, paper=paper)
    found = checks.findings(candidacy)
    if not candidacy.reference:  # a dossier read from a file had no page on which to do what pages ask
        found += checks.findings_of_pages(candidacy)
    if found := checks.blocking(found, paper=paper):
        raise IncompleteDossier(found)
    perform(candidacy.deposit, by=by)
    candidacy.number = f"38-{candidacy.call.year}-{next_number(f'dossier-{candidacy.call.year}'):04d}"
    candidacy.deposited_at = instant
    candidacy.frozen = candidacy.terms.as_data()
    _claim_schools(candidacy)
    for act in _at_deposit:
        act(candidacy)
    candidacy.refresh_search_text()
    candidacy.save()
    jobs.enqueue(ACKNOWLEDGEMENT_JOB, subject=str(candidacy.pk), by=by)
    journal.record(
        "dossier déposé",
        candidacy,
        by=by,
        after={"numero": candidacy.number, "origine": candidacy.origin, "depose_le": instant.isoformat()},
        on_behalf_of=candidacy.organisation.name if paper else "",
    )
    return candidacy
