"""Who acts while money is claimed back, and how it is told to the porteur."""

from applications import history, timeline
from applications.enums import CandidacyState as State
from applications.models import Candidacy
from applications.nuances import nuance
from applications.workflow import StateForApplicant
from tne38.core.dates import in_words

from ..domain import recoveries, recovery_decisions
from ..models import Recovery
from .workflow import RecoveryState

# A subsidy is paid from the notification on.
PAYABLE = frozenset({State.NOTIFIED, State.DELIVERED, State.CLAIMED, State.PAID, State.LAPSED})
_LABEL = "Reversement en cours"
_EXAMINED = StateForApplicant(
    _LABEL, "Le Département examine le reversement, puis vous écrit sa décision.", "departement", "info"
)
_TO_TITLE = StateForApplicant(
    _LABEL,
    "Le Département émet le titre de recettes : ne réglez rien avant de le recevoir.",
    "departement",
    "info",
)
_LABELS = {"fondement": "fondement", "titre": "titre de recettes"}
_TO_PAY = StateForApplicant(
    _LABEL, "Réglez le titre de recettes auprès du payeur départemental.", "porteur", "todo"
)


@nuance
def of_recovery(candidacy: Candidacy) -> StateForApplicant | None:
    recovery = open_of(candidacy)
    if recovery is None:
        return None
    if recovery.awaits_answer():
        day = in_words(recovery.answer_by)
        sentence = f"Présentez vos observations sur le reversement envisagé, jusqu’au {day}."
        return StateForApplicant("Reversement envisagé", sentence, "porteur", "todo")
    return {RecoveryState.MAINTAINED: _TO_TITLE, RecoveryState.TITLED: _TO_PAY}.get(recovery.state, _EXAMINED)


def open_of(candidacy: Candidacy) -> Recovery | None:
    """The recovery that is open on a dossier; no query for what is already read."""
    convention = getattr(candidacy, "convention", None) if candidacy.state in PAYABLE else None
    rows = convention.recoveries.all() if convention is not None else []
    return next((row for row in rows if row.is_open), None)


_REASON_TOLD = {recoveries.OPENED, recovery_decisions.MAINTAINED, recovery_decisions.DROPPED}
for _act, _told in {
    recoveries.OPENED: "Le Département envisage un reversement",
    recoveries.ANSWERED: "Vos observations sur le reversement sont enregistrées",
    recoveries.HEARD: "Vous avez été entendu sur le reversement",
    recovery_decisions.MAINTAINED: "Le Département a décidé un reversement",
    recovery_decisions.DROPPED: "Le Département a abandonné le reversement",
    recovery_decisions.TITLED: "Le titre de recettes est émis",
    recovery_decisions.RETURNED: "Votre remboursement est enregistré",
}.items():
    timeline.tell(_act, _told)
    history.tell(_act, labels=_LABELS, with_reason=_act in _REASON_TOLD)
