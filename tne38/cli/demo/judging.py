"""The opinions of the demonstration: those of a session held, and those that a session to come awaits."""

from collections.abc import Sequence

from applications.models import Call, Candidacy
from reviews.domain import assignment, opinions, recusals
from reviews.domain.opinions import Content
from reviews.enums import Stance
from reviews.models import JudgedCriterion, Opinion

from .accounts import Cast

_GOOD = Content(Stance.FAVOURABLE, "[Exemple fictif] Le projet est précis et les équipes sont formées.")
_DOUBT = Content(Stance.RESERVE, "[Exemple fictif] Le débit est à vérifier avant l’achat du matériel.")
_GRID = (
    ("Qualité du projet pédagogique", "Des usages précis, dans plusieurs classes.", 2),
    ("Formation et accompagnement", "Les enseignants et les familles sont associés.", 1),
)


def set_grid(call: Call) -> None:
    """A grid made up for a call of the 1er degré: the real one is in a document that the portal does not have."""
    for position, (label, help_text, weight) in enumerate(_GRID):
        JudgedCriterion.objects.get_or_create(
            call=call,
            label=f"[Exemple fictif] {label}",
            defaults={"help": help_text, "weight": weight, "position": position},
        )


def before_session(call: Call, dossiers: Sequence[Candidacy], cast: Cast) -> None:
    """One member keeps away from the first dossier; two opinions on each are spread, then filed."""
    recusals.declare(dossiers[0], cast.commission[2], by=cast.commission[2])
    assignment.spread_evenly(call, cast.commission, each=2, by=cast.instructor)
    asked = (
        Opinion.objects.filter(candidacy__in=dossiers).select_related("member").order_by("candidacy", "pk")
    )
    for place, opinion in enumerate(asked):
        opinions.file_opinion(opinion, _DOUBT if place % 5 == 3 else _GOOD, by=opinion.member)


def before_next_session(candidacy: Candidacy, cast: Cast) -> None:
    """One opinion filed, one kept as a draft, one still to begin."""
    assignment.assign(candidacy, cast.commission, by=cast.instructor)
    filed, draft, _ = Opinion.objects.filter(candidacy=candidacy).select_related("member").order_by("pk")
    opinions.file_opinion(filed, _GOOD, by=filed.member)
    opinions.save_draft(draft, _DOUBT, by=draft.member)
