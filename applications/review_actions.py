"""The acts of conformity, on the dossier's page of the agents."""

from typing import Any

from django import forms
from django.utils import timezone

from .actions import DossierAction, register
from .domain import review
from .enums import CandidacyState as State
from .models import Candidacy
from .workflow import REVIEW


class ReasonForm(forms.Form):
    """A reason that the porteur will read."""

    reason = forms.CharField(
        label="Motif",
        help_text="Le porteur lira ce motif sur la page de son dossier.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=3000,
    )


def _awaits_nothing(candidacy: Candidacy) -> bool:
    """No verdict while the porteur is asked for corrections."""
    return candidacy.open_correction is None


def _refusal(candidacy: Candidacy) -> str | None:
    """Why it cannot be declared conforming."""
    if request := candidacy.open_correction:
        day = f"{timezone.localtime(request.answer_by):%d/%m/%Y}"
        return f"Une demande de correction est en cours : réponse attendue le {day}."
    return review.refusal_to_conform(candidacy)


def _start(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    review.start_review(candidacy, by=by)
    return "L’instruction du dossier est commencée."


def _conforming(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    review.declare_conforming(candidacy, by=by)
    return "Le dossier est déclaré conforme."


def _non_conforming(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    review.declare_non_conforming(candidacy, by=by, reason=values["reason"])
    return "Le dossier est déclaré non conforme."


def _resume(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    review.resume_review(candidacy, by=by, reason=values["reason"])
    return "L’instruction du dossier est reprise."


register(
    DossierAction(
        "instruire", "Commencer l’instruction", REVIEW, frozenset({State.DEPOSITED}), _start, bulk=True
    )
)
register(
    DossierAction(
        "declarer-conforme",
        "Déclarer conforme",
        REVIEW,
        frozenset({State.DEPOSITED, State.IN_REVIEW}),
        _conforming,
        applies=_awaits_nothing,
        bulk=True,
        refusal=_refusal,
        reads=review.reads_of_conditions,
        help="Le dossier respecte les prérequis et les pièces demandées par l’appel.",
    )
)
register(
    DossierAction(
        "declarer-non-conforme",
        "Déclarer non conforme",
        REVIEW,
        frozenset({State.DEPOSITED, State.IN_REVIEW}),
        _non_conforming,
        applies=_awaits_nothing,
        form=ReasonForm,
        danger=True,
    )
)
register(
    DossierAction(
        "reprendre-instruction",
        "Reprendre l’instruction",
        REVIEW,
        frozenset({State.CONFORMING, State.NON_CONFORMING}),
        _resume,
        form=ReasonForm,
        danger=True,
    )
)
