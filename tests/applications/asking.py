"""Requests for corrections as the tests make them."""

from datetime import date, timedelta

from django.utils import timezone

from applications.corrections import Key, answers_of, askable_pages, chosen
from applications.domain import corrections
from applications.models import Candidacy, CorrectionPlace, CorrectionRequest
from tests.factories import MembershipFactory


def ask(candidacy: Candidacy, *fields: tuple[str, str], by=None, answer_on: date | None = None, at=None):
    """An open request about these fields: (step, form field), of the first school or of the whole dossier."""
    pages = askable_pages(candidacy)
    remarks: dict[Key, str] = {}
    for step, name in fields:
        page = next(page for page in pages if page.step.slug == step)
        remarks[page.key(name)] = f"Vérifiez : {name or step}."
    at = at or timezone.now()
    return corrections.ask(
        candidacy,
        chosen(pages, remarks),
        reason="Les effectifs ne correspondent pas à ceux du Rectorat.",
        answer_on=answer_on or timezone.localtime(at).date() + timedelta(days=15),
        by=by,
        at=at,
    )


def place_of(request: CorrectionRequest, step: str) -> CorrectionPlace:
    return request.places.get(step=step)


def type_in(request: CorrectionRequest, step: str, *, by=None, **typed: str | list[str]) -> CorrectionPlace:
    """Write the answer to one place, without sending it."""
    place = place_of(request, step)
    values = {name: value if isinstance(value, list) else [value] for name, value in typed.items()}
    return corrections.keep_answer(place, values, seen=place.version, by=by, at=timezone.now())


def send(request: CorrectionRequest, *, by=None, message: str = "", at=None) -> CorrectionRequest:
    return corrections.answer(request, answers=answers_of, by=by, message=message, at=at or timezone.now())


def manager_of(dossier: Candidacy):
    return MembershipFactory(organisation=dossier.organisation).user
