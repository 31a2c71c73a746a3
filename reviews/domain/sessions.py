"""A session of the commission: preparing it, opening it, closing it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from applications.models import Call
from tne38.core import jobs, journal
from tne38.core.errors import DomainError, NotAllowed
from tne38.core.money import plain
from tne38.core.workflow import perform

from ..models import Session
from . import agenda, attendance, envelope, minutes

FIELDS = ("kind", "held_on", "starts_at", "place", "quorum")


@transaction.atomic
def prepare(call: Call, values: Mapping[str, Any], *, by: Any) -> Session:
    """Prepare a session of a call, with the members of the commission and every dossier that is to be decided.

    `values` are those of FIELDS. Raises DomainError « champ_invalide », NotAllowed.
    """
    _require(by, "reviews.add_session")
    session = Session(call=call)
    _write(session, values)
    attendance.invite_members(session)
    agenda.fill(session)
    journal.record("séance préparée", session, by=by, after=_told(session))
    return session


@transaction.atomic
def change(session: Session, values: Mapping[str, Any], *, by: Any) -> Session:
    """Change the date, the place, the kind or the quorum before the session opens; then the quorum alone.

    Raises DomainError « etat », « champ_invalide »; NotAllowed.
    """
    _require(by, "reviews.change_session")
    session = Session.objects.locked(session.pk)
    if session.is_closed:
        raise DomainError("etat", "La séance est close : elle ne change plus.")
    before = _told(session)
    _write(session, {"quorum": values["quorum"]} if session.is_open else values)
    if not session.is_open:
        agenda.fill(session, keep=True)
    journal.record("séance modifiée", session, by=by, before=before, after=_told(session))
    return session


@transaction.atomic
def open_session(session: Session, *, by: Any, at: datetime | None = None) -> Session:
    """Open a prepared session, on its day or after; the agenda takes the order of the ranking in force.

    Raises DomainError « etat », « champ_invalide », « champ_obligatoire »; NotAllowed.
    """
    at = at or timezone.now()
    session = Session.objects.locked(session.pk)
    perform(session.begin, by=by)
    if session.held_on > timezone.localdate(at):
        message = f"La séance est prévue le {session.held_on:%d/%m/%Y} : changez sa date pour l’ouvrir avant."
        raise DomainError("champ_invalide", message, field="held_on")
    if not agenda.arrange(session):
        raise DomainError("champ_obligatoire", "L’ordre du jour est vide : ajoutez des dossiers à examiner.")
    session.opened_at = at
    session.reserved_before = reserved(session.call)
    session.save()
    journal.record("séance ouverte", session, by=by, after={"reserve": session.reserved_before})
    return session


@transaction.atomic
def close_session(session: Session, *, by: Any, at: datetime | None = None) -> Session:
    """Close an open session: nothing more is decided in it, its minutes are frozen and then printed.

    Raises DomainError « etat », NotAllowed.
    """
    session = Session.objects.locked(session.pk)
    perform(session.end, by=by)
    session.closed_at = at or timezone.now()
    session.save()
    minutes.freeze(session)
    jobs.enqueue(minutes.JOB, subject=str(session.pk), by=by)
    after = {"decisions": session.decisions.count(), "reserve": reserved(session.call)}
    journal.record("séance close", session, by=by, after=after)
    return session


def reserved(call: Call) -> dict[str, str]:
    """What is reserved on each envelope of a call, by funder, as text."""
    return {state.envelope.funder: plain(state.reserved) for state in envelope.states_of(call)}


def _require(by: Any, permission: str) -> None:
    if by is not None and not by.has_perm(permission):
        raise NotAllowed


def _write(session: Session, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(session, name, value)
    try:
        session.full_clean(exclude=["state"])  # the workflow alone writes it
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise DomainError("champ_invalide", " ".join(messages), field=field) from error
    session.save()


def _told(session: Session) -> dict[str, Any]:
    return {name: str(getattr(session, name) or "") for name in FIELDS}
