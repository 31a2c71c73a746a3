"""The acts of the vote and of the convention as a document, on the dossier's page of the agents."""

from typing import Any

from applications.actions import DossierAction, register
from applications.enums import CandidacyState as State
from applications.models import Candidacy
from tne38.core.money import french

from .. import forms
from ..domain import votes
from ..jobs import request_convention
from ..workflow import ConventionState
from .conditions import convention_is, no_meeting_votes


def _vote(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    # The dossier before the act, which is written in the journal when it is new.
    Candidacy.objects.locked(candidacy.pk)
    commission = values["commission"] or votes.record_commission(
        number=values["number"], held_on=values["held_on"], by=by
    )
    vote = votes.record_vote(candidacy, commission, by=by)
    return f"Subvention de {french(vote.amount)} votée, acte {commission}. Vous pouvez générer la convention."


def _generate(candidacy: Candidacy, _values: dict[str, Any], by: Any) -> str:
    request_convention(candidacy, by=by)
    return "La convention est en cours de génération : elle apparaîtra dans les documents du dossier."


register(
    DossierAction(
        "voter",
        "Enregistrer le vote",
        "conventions.record_vote",
        frozenset({State.QUOTES_ACCEPTED}),
        _vote,
        form=forms.VoteForm,
        help="Pour un acte déjà adopté. Pour préparer un vote et son rapport, passez par une commission permanente.",
        applies=no_meeting_votes,
    )
)
register(
    DossierAction(
        "generer-convention",
        "Générer la convention",
        "conventions.generate_convention",
        frozenset({State.VOTED}),
        _generate,
        help="Le document est établi une fois, numéroté et conservé : il ne change plus ensuite.",
        applies=convention_is(ConventionState.TO_GENERATE),
    )
)
