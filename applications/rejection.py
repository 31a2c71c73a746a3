"""When silence rejects a dossier, for its page and its messages: as the accusé de réception said, then as moved."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from .acknowledgement import reception
from .enums import CandidacyState as State
from .models import Candidacy, CorrectionRequest
from .silence import Suspension, rejected_on

UNDECIDED = frozenset({State.DEPOSITED, State.IN_REVIEW, State.CONFORMING, State.WAITING_LIST})


@dataclass(frozen=True)
class Rejection:
    """The day that the accusé de réception gives, the day that holds now, and whether a request is open."""

    first: date
    now: date
    suspended: bool

    @property
    def moved(self) -> bool:
        return self.now != self.first

    @property
    def is_past(self) -> bool:
        """Silence has rejected it; the Département may still decide."""
        return self.now < timezone.localdate()


def rejection_ahead(candidacy: Candidacy) -> Rejection | None:
    """The two days for a dossier that silence would still reject; None once it is decided."""
    return rejection_of(candidacy) if candidacy.state in UNDECIDED else None


def rejection_of(candidacy: Candidacy) -> Rejection:
    """The two days for a deposited dossier; one query, none when its requests are loaded."""
    received_on, requests = reception(candidacy), list(candidacy.correction_requests.all())
    return Rejection(
        first=rejected_on(received_on),
        now=rejected_on(received_on, [_suspension(request) for request in requests]),
        suspended=any(request.is_open and not request.is_late for request in requests),
    )


def _suspension(request: CorrectionRequest) -> Suspension:
    closed = request.closed_at
    return Suspension(
        asked_on=timezone.localtime(request.asked_at).date(),
        answer_by=timezone.localtime(request.answer_by).date(),
        closed_on=timezone.localtime(closed).date() if closed else None,
    )
