"""The acts of conformity that the checklist brings, and what it suggests to correct."""

from functools import partial
from typing import Any

from applications.actions import DossierAction, register
from applications.checks import Finding
from applications.corrections import revise_suggestions
from applications.domain import review
from applications.enums import CandidacyState as State
from applications.models import Candidacy
from applications.review_actions import ReasonForm
from applications.workflow import REVIEW

from .conformity import checklist, fact_of
from .domain import conformity
from .enums import CheckResult
from .forms.checks import ChecklistForm

# The section of the dossier's page that shows them.
CONFORMITY = "conformite"
_EXAMINED = frozenset({State.DEPOSITED, State.IN_REVIEW})


def _answer(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    changed = conformity.answer(candidacy, values["answers"], by=by)
    if not changed:
        return "Rien n’a changé."
    left = len(checklist(Candidacy.objects.select_related("call", "organisation").get(pk=candidacy.pk)).left)
    rest = f"il en reste {left} à contrôler" if left else "tous les points sont contrôlés"
    return f"{len(changed)} point{'s' if len(changed) > 1 else ''} enregistré{'s' if len(changed) > 1 else ''} : {rest}."


def _conforming_despite(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    review.declare_conforming(candidacy, by=by, despite=values["reason"])
    return "Le dossier est déclaré conforme ; le motif est inscrit dans son historique."


def _only_failures_remain(candidacy: Candidacy) -> bool:
    if candidacy.open_correction is not None:
        return False
    found = checklist(candidacy)
    return bool(found.failed) and not found.left


def _has_points(candidacy: Candidacy) -> bool:
    return bool(checklist(candidacy).entries)


class DespiteForm(ReasonForm):
    """Why a dossier is conforming although a point is not fulfilled."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = "Inscrit dans l’historique du dossier, avec votre nom."


register(
    DossierAction(
        "controler-conformite",
        "Contrôler la conformité",
        REVIEW,
        _EXAMINED,
        _answer,
        form_for=lambda candidacy: partial(ChecklistForm, candidacy),
        template="act_checks",
        help="Le contrôle automatique décide de ce qu’il peut. Ce que vous dites prévaut ; expliquez-le quand un "
        "point n’est pas rempli, ou quand vous passez outre un constat.",
        applies=_has_points,
        beside=CONFORMITY,
    )
)
register(
    DossierAction(
        "declarer-conforme-malgre",
        "Déclarer conforme malgré un point non rempli",
        REVIEW,
        _EXAMINED,
        _conforming_despite,
        form=DespiteForm,
        applies=_only_failures_remain,
        danger=True,
    )
)


@revise_suggestions
def to_correct(candidacy: Candidacy, findings: list[Finding]) -> list[Finding]:
    """Without what an agent has accepted; with the remarks of the points that an agent found wanting."""
    entries = checklist(candidacy, findings).entries
    accepted = {
        entry.item.fact
        for entry in entries
        if entry.item.fact
        and entry.comment
        and entry.result in {CheckResult.PASSED, CheckResult.NOT_APPLICABLE}
    }
    kept = [finding for finding in findings if fact_of(finding) not in accepted]
    said = [entry for entry in entries if entry.is_failed and entry.comment]
    return kept + [Finding("point_non_rempli", entry.comment, "", entry.step) for entry in said]
