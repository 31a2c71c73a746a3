"""The agents' acts about the opinions of a dossier, beside them on its page."""

from functools import partial
from typing import Any

from applications.actions import DossierAction, register
from applications.enums import CandidacyState as State
from applications.models import Candidacy

from .domain import assignment, recusals
from .domain.assignment import ASSIGN
from .domain.recusals import RECORD
from .forms.opinions import AskForm, LiftForm, MemberRecusalForm

OPINIONS = "avis"
_BEFORE_DECISION = frozenset({State.DEPOSITED, State.IN_REVIEW, State.CONFORMING})


def _ask(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    asked = len(assignment.assign(candidacy, values["members"], by=by))
    return f"{asked} avis demandé{'s' if asked > 1 else ''} sur ce dossier."


def _recuse(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    recusal = recusals.declare(candidacy, values["member"], by=by, reason=values["reason"])
    return f"Déport enregistré : le dossier ne s’ouvre plus pour {recusal.member.full_name}."


def _lift(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    recusals.lift(values["recusal"], reason=values["reason"], by=by)
    return "Le déport est levé."


register(
    DossierAction(
        "demander-avis",
        "Demander des avis",
        ASSIGN,
        frozenset({State.CONFORMING}),
        _ask,
        form_for=lambda candidacy: partial(AskForm, candidacy=candidacy),
        beside=OPINIONS,
    )
)
register(
    DossierAction(
        "enregistrer-deport",
        "Enregistrer un déport",
        RECORD,
        _BEFORE_DECISION,
        _recuse,
        form_for=lambda candidacy: partial(MemberRecusalForm, candidacy=candidacy),
        help="Le dossier ne s’ouvre plus pour ce membre : il n’en donne pas l’avis, ne compte pas au quorum pour ce "
        "dossier, et le procès-verbal dit qu’il s’est déporté.",
        beside=OPINIONS,
    )
)
register(
    DossierAction(
        "lever-deport",
        "Lever un déport",
        RECORD,
        _BEFORE_DECISION,
        _lift,
        form_for=lambda candidacy: partial(LiftForm, candidacy=candidacy),
        help="Seulement pour un déport déclaré par erreur.",
        applies=lambda candidacy: bool(candidacy.recusals.all()),
        beside=OPINIONS,
    )
)
