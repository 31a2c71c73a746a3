"""Requests for corrections: asking, writing the answer, sending it, lifting the request.

What was deposited stays what was deposited until the whole answer is sent: an answer being written is kept on the
request. Every function locks the dossier, then the request, and writes the journal last.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol

from django.db import transaction
from django.utils import timezone

from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed

from ..correction_letters import CorrectionAnswered, CorrectionAsked, CorrectionLifted
from ..enums import CandidacyState as State
from ..models import Candidacy, CorrectionPlace, CorrectionRequest, SchoolProject
from .editing import Place

CORRECTABLE = frozenset({State.DEPOSITED, State.IN_REVIEW})
ASKED, ANSWERED, LIFTED = (
    "correction demandée",
    "réponse à la demande de correction",
    "demande de correction levée",
)


@dataclass(frozen=True)
class AskedField:
    """A field of a page and what is to be corrected in it; no name: the rows of the page as a whole."""

    name: str
    label: str
    remark: str


@dataclass(frozen=True)
class PlaceValue:
    """A page where something is asked for. `writes`: the model fields it may change, none for rows."""

    step: str
    project: SchoolProject | None
    fields: Sequence[AskedField]
    writes: Sequence[str] = ()


class Answer(Protocol):
    """The page of a place, filled in with what was typed there."""

    def is_valid(self) -> bool: ...

    def save(self, *, by: Any) -> None: ...


def last_instant(day: date) -> datetime:
    """The last second of a day, in Paris."""
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)), timezone.get_default_timezone())


@transaction.atomic
def ask(
    candidacy: Candidacy, places: Sequence[PlaceValue], *, reason: str, answer_on: date, by: Any, at: datetime
) -> CorrectionRequest:
    """Ask the porteur to correct these fields by the end of a day; the silence that rejects is suspended meanwhile.

    Raises DomainError « etat », « champ_obligatoire », « champ_invalide »; NotAllowed.
    """
    candidacy = Candidacy.objects.locked(candidacy.pk)
    _require_agent(candidacy, by)
    if candidacy.state not in CORRECTABLE:
        raise DomainError("etat", "Une correction se demande pendant l’instruction du dossier.")
    if candidacy.correction_requests.open().exists():
        raise DomainError("etat", "Une demande de correction est déjà en cours pour ce dossier.")
    if not reason.strip():
        raise DomainError("champ_obligatoire", "Indiquez le motif.", field="reason")
    if not places:
        raise DomainError("champ_obligatoire", "Écrivez une remarque devant au moins un champ.")
    if last_instant(answer_on) < at + timedelta(days=1):
        raise DomainError("champ_invalide", "Laissez au moins un jour au porteur.", field="answer_on")
    request = CorrectionRequest.objects.create(
        candidacy=candidacy,
        reason=reason.strip(),
        answer_by=last_instant(answer_on),
        asked_by=by,
        asked_at=at,
    )
    CorrectionPlace.objects.bulk_create(
        CorrectionPlace(
            request=request,
            step=place.step,
            project=place.project,
            position=position,
            asked=[asdict(field) for field in place.fields],
            writes=list(place.writes),
        )
        for position, place in enumerate(places)
    )
    CorrectionAsked(request).send()
    after = {"champs": described(request), "reponse_avant_le": answer_on}
    journal.record(ASKED, candidacy, by=by, after=after, reason=reason.strip())
    return request


def described(request: CorrectionRequest) -> list[str]:
    """What is asked for, as the journal and the messages write it."""
    places = request.places.select_related("project__school")
    several = len({place.project_id for place in places} - {None}) > 1
    return [
        f"{field['label']}{f' ({place.project.school.name})' if several and place.project else ''}"
        for place in places
        for field in place.asked
    ]


@transaction.atomic
def keep_answer(
    place: CorrectionPlace, typed: dict[str, list[str]], *, seen: int, by: Any, at: datetime
) -> CorrectionPlace:
    """Keep what the porteur typed for one place; the dossier itself does not change.

    `seen` is the version the person had before them: DomainError « conflit » when someone else wrote since.
    Raises DomainError « etat », NotAllowed.
    """
    candidacy = Candidacy.objects.locked(place.request.candidacy_id)
    request = _open(candidacy, place.request_id)
    place = request.places.select_related("project", "typed_by").get(pk=place.pk)
    _require_writer(candidacy, place, by)
    if place.typed == typed:
        return place
    # Where nothing is kept, there is nothing of anybody's to lose.
    if place.typed is not None and seen != place.version and place.typed_by_id != getattr(by, "pk", None):
        raise DomainError(
            "conflit",
            f"{_name(place.typed_by)} a répondu ici entre-temps. Relisez sa réponse, puis enregistrez de nouveau "
            "pour la remplacer par la vôtre.",
        )
    place.typed, place.typed_at, place.typed_by = typed, at, by
    place.version += 1
    place.save()
    return place


@transaction.atomic
def answer(
    request: CorrectionRequest,
    *,
    answers: Callable[[CorrectionRequest], Iterable[tuple[CorrectionPlace, Answer]]],
    message: str = "",
    by: Any,
    at: datetime,
) -> CorrectionRequest:
    """Send the whole answer: the dossier takes the values typed, the journal keeps those it had.

    `answers` gives, once everything is locked, the page of each place as it was filled in. Late is still taken.
    Raises DomainError « etat », « a_corriger », « champ_obligatoire »; NotAllowed.
    """
    candidacy = Candidacy.objects.locked(request.candidacy_id)
    request = _open(candidacy, request.pk)
    if by is not None and not by.has_perm("applications.answer_corrections", candidacy):
        raise NotAllowed
    written = [(place, page) for place, page in answers(request) if place.typed is not None]
    if wrong := [place for place, page in written if not page.is_valid()]:
        left = (
            "Une réponse est encore à corriger."
            if len(wrong) == 1
            else f"{len(wrong)} réponses sont encore à corriger."
        )
        raise DomainError("a_corriger", left, field="places")
    if len(written) < request.places.count() and not message.strip():
        raise DomainError(
            "champ_obligatoire",
            "Vous laissez une rubrique telle qu’elle est déposée : dites pourquoi.",
            field="message",
        )
    for _place, page in written:
        page.save(by=by)
    request.answered_at, request.answered_by, request.answer = at, by, message.strip()
    request.save()
    CorrectionAnswered(request).send()
    after = {"champs": described(request), "hors_delai": at > request.answer_by}
    journal.record(ANSWERED, candidacy, by=by, after=after, reason=message.strip())
    return request


@transaction.atomic
def lift(request: CorrectionRequest, *, reason: str, by: Any, at: datetime) -> CorrectionRequest:
    """Give the request up: the instruction goes on with what is deposited. Raises DomainError « etat », NotAllowed."""
    candidacy = Candidacy.objects.locked(request.candidacy_id)
    _require_agent(candidacy, by)
    request = _open(candidacy, request.pk)
    if not reason.strip():
        raise DomainError("champ_obligatoire", "Indiquez le motif.", field="reason")
    _lift(request, reason=reason.strip(), by=by, at=at)
    CorrectionLifted(request).send()
    journal.record(LIFTED, candidacy, by=by, reason=reason.strip())
    return request


def _lift(request: CorrectionRequest, *, reason: str, by: Any, at: datetime) -> None:
    request.lifted_at, request.lifted_by, request.lift_reason = at, by, reason
    request.save()


def close_at_withdrawal(candidacy: Candidacy) -> None:
    """A dossier that is withdrawn has nothing to correct any more."""
    if request := CorrectionRequest.objects.locked(candidacy):
        _lift(request, reason="Le dossier est retiré.", by=None, at=timezone.now())


def require_no_open_request(candidacy: Candidacy) -> None:
    """No verdict while the porteur is asked for corrections. Raises DomainError « correction_en_cours »."""
    if request := candidacy.correction_requests.open().first():
        raise DomainError(
            "correction_en_cours",
            f"Une demande de correction est en cours, à répondre avant le {_day(request.answer_by)} : attendez "
            "la réponse ou levez la demande avant de vous prononcer.",
        )


def _name(user: Any) -> str:
    return user.full_name or user.email if user else "Quelqu’un"


def _day(at: datetime) -> str:
    return f"{timezone.localtime(at):%d/%m/%Y}"


def _open(candidacy: Candidacy, pk: int) -> CorrectionRequest:
    """The request, locked, if it is still the open one."""
    request = CorrectionRequest.objects.locked(candidacy)
    if request is None or request.pk != pk:
        raise DomainError("etat", "Cette demande de correction n’est plus en cours.")
    request.candidacy = candidacy
    return request


def _require_agent(candidacy: Candidacy, by: Any) -> None:
    if by is not None and not by.has_perm("applications.review_candidacy", candidacy):
        raise NotAllowed


def _require_writer(candidacy: Candidacy, place: CorrectionPlace, by: Any) -> None:
    here = Place(candidacy, place.step, place.project, frozenset(place.writes))
    if by is not None and not by.has_perm("applications.edit_place", here):
        raise NotAllowed
