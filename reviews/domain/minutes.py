"""The minutes of a session: frozen as data when it closes, printed once."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from tne38.core import files, journal, pdf, words
from tne38.core.money import ZERO, french, plain

from .. import minutes as stated
from ..access import MINUTES
from ..enums import Funder, Presence
from ..models import Decision, Minutes, Session
from . import attendance, envelope, recusals

JOB = "proces-verbal"
_DATA_TITLE = "Données du procès-verbal, lisibles par un logiciel"


def freeze(session: Session) -> Minutes:
    """Keep what the minutes of a session that closes will state; in the transaction of the closing."""
    return Minutes.objects.create(session=session, data=assemble(session).as_data())


def assemble(session: Session) -> stated.Minutes:
    """The values of the minutes as they stand now; a constant number of queries."""
    everyone = attendance.everyone(session)
    items = list(session.items.select_related("candidacy"))
    decisions, away = _decisions(session), recusals.leaving_by_dossier(session)
    assert session.opened_at is not None
    assert session.closed_at is not None
    return stated.Minutes(
        commission=session.get_kind_display(),
        call=session.call.title,
        held_on=session.held_on,
        place=session.place,
        opened=_clock(session.opened_at),
        closed=_clock(session.closed_at),
        quorum=session.quorum,
        voting=attendance.quorum_of(session).present,
        people=tuple(
            stated.Person(
                str(row),
                row.get_role_display(),
                row.get_presence_display(),
                row.presence == Presence.PRESENT,
            )
            for row in everyone
        ),
        funds=tuple(_fund(state, session) for state in envelope.states_of(session.call)),
        rulings=tuple(
            _ruling(
                decisions[item.candidacy_id],
                case_by_case=item.case_by_case,
                away=away.get(item.candidacy_id, ()),
            )
            for item in items
            if item.candidacy_id in decisions
        ),
        unexamined=tuple(str(item.candidacy) for item in items if item.candidacy_id not in decisions),
    )


def _decisions(session: Session) -> dict[int, Decision]:
    rows = session.decisions.select_related("candidacy__organisation", "score").prefetch_related(
        "candidacy__projects__school__commune", "candidacy__overruns__envelope"
    )
    return {decision.candidacy_id: decision for decision in rows}


def _fund(state: envelope.FunderState, session: Session) -> stated.Fund:
    before = session.reserved_before.get(state.envelope.funder, plain(ZERO))
    data = {
        "financeur": Funder(state.envelope.funder).label,
        "montant": plain(state.envelope.amount),
        "reserve_avant": before,
        "reserve_apres": plain(state.reserved),
    }
    return stated.Fund.from_data(data)


def _ruling(decision: Decision, *, case_by_case: bool, away: tuple[str, ...]) -> stated.Ruling:
    candidacy = decision.candidacy
    schools = [project.school for project in candidacy.projects.all()]
    return stated.Ruling(
        number=candidacy.number or "",
        porteur=candidacy.organisation.name,
        schools=" ; ".join(
            f"{school.name} ({school.commune.name})" if school.commune else school.name for school in schools
        ),
        rank=decision.score.rank if decision.score else None,
        case_by_case=case_by_case,
        outcome=decision.get_outcome_display(),
        amount=decision.amount,
        in_words=words.in_words(decision.amount) if decision.amount else "",
        department_share=decision.department_share,
        tne_share=decision.tne_share,
        reason=decision.reason,
        exceeded=tuple(
            f"{overrun.envelope.get_funder_display()}, {french(overrun.amount)} : {overrun.reason}"
            for overrun in candidacy.overruns.all()
        ),
        away=away,
    )


def _clock(at: datetime) -> str:
    return f"{timezone.localtime(at):%-H h %M}"


def make(minutes: Minutes) -> Minutes:
    """Print the minutes and keep their bytes; those already printed are left as they are.

    The document is made before the transaction: no row is locked while it renders.
    """
    if minutes.file_id is not None:
        return minutes
    at = timezone.now().replace(microsecond=0)
    return _keep(minutes, print_document(stated.Minutes.from_data(minutes.data), at=at), at=at)


def print_document(minutes: stated.Minutes, *, at: datetime) -> bytes:
    """The PDF of the minutes, with their data attached: the same values and date give the same bytes."""
    day = f"{minutes.held_on:%Y-%m-%d}"
    return pdf.render(
        "documents/minutes.html",
        {"minutes": minutes},
        title=f"Procès-verbal – {minutes.commission} du {minutes.held_on:%d/%m/%Y}",
        at=at,
        attachments=[pdf.JsonAttachment(f"proces-verbal-{day}.json", minutes.as_data(), _DATA_TITLE)],
    )


@transaction.atomic
def _keep(minutes: Minutes, content: bytes, *, at: datetime) -> Minutes:
    minutes = Minutes.objects.select_for_update(of=("self",)).select_related("session").get(pk=minutes.pk)
    if minutes.file_id is not None:
        return minutes
    name = f"proces-verbal-{minutes.session.held_on:%Y-%m-%d}-{minutes.session_id}.pdf"
    minutes.file = files.store(content, kind=MINUTES, name=name, content_type="application/pdf")
    minutes.sha256, minutes.made_at = minutes.file.sha256, at
    minutes.template_version = stated.TEMPLATE_VERSION
    minutes.save()
    after: dict[str, Any] = {"sha256": minutes.sha256, "modele": minutes.template_version}
    journal.record("procès-verbal établi", minutes.session, by=None, after=after)
    return minutes
