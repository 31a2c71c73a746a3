"""The acts of a recovery, on the dossier's page of the agents."""

from collections.abc import Callable
from functools import partial
from typing import Any

from applications.actions import DossierAction, register
from applications.domain.attachments import Sent
from applications.models import Candidacy
from tne38.core.errors import DomainError
from tne38.core.money import french

from ..domain import recoveries, recovery_decisions
from ..models import Recovery
from ..recovery import forms
from ..recovery.nuances import PAYABLE, open_of
from ..recovery.workflow import ANSWER_RECOVERY, DECIDE, OPEN, RECORD, RecoveryState


def _recovery_of(candidacy: Candidacy) -> Recovery:
    """The open recovery; read again where the act is carried out."""
    found = open_of(candidacy)
    if found is None:
        raise DomainError("etat", f"{candidacy} : aucun reversement n’est en cours.")
    return found


def _open_is(*states: RecoveryState) -> Callable[[Candidacy], bool]:
    def applies(candidacy: Candidacy) -> bool:
        found = open_of(candidacy)
        return found is not None and found.state in states

    return applies


def _something_to_claim(candidacy: Candidacy) -> bool:
    """Whether something is paid and no recovery is open; asked of what the page has read."""
    claims = candidacy.convention.claims.all()
    payments = (claim.liquidated and claim.liquidated.settled for claim in claims)
    return open_of(candidacy) is None and any(payment and payment.paid_on for payment in payments)


def _hearing_awaited(candidacy: Candidacy) -> bool:
    found = open_of(candidacy)
    return found is not None and found.awaits_hearing


def _decidable(candidacy: Candidacy) -> bool:
    found = open_of(candidacy)
    return bool(found and found.is_undecided and not found.awaits_answer() and not found.awaits_hearing)


def _open(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    found = recoveries.open_on(candidacy.convention, recoveries.RecoveryValue(**values), by=by)
    return (
        f"Le bénéficiaire est informé du reversement envisagé de {french(found.amount)} : "
        f"il peut répondre jusqu’au {found.answer_by:%d/%m/%Y}."
    )


def _answer(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    file = values["fichiers"]
    recoveries.answer(
        _recovery_of(candidacy),
        text=values["text"],
        sent=Sent(file.name, file) if file else None,
        hearing_asked=values["hearing_asked"],
        answered_on=values["answered_on"],
        by=by,
    )
    return "Les observations sont enregistrées : une autre personne peut décider."


def _hear(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    recoveries.record_hearing(_recovery_of(candidacy), **values, by=by)
    return "L’audition est enregistrée."


def _decide(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    found = recovery_decisions.decide(_recovery_of(candidacy), **values, by=by)
    if found.state == RecoveryState.DROPPED:
        return "Le reversement est abandonné ; le bénéficiaire en lit les motifs."
    return f"Reversement de {french(found.decided_amount)} décidé ; le bénéficiaire reçoit la lettre."


def _title(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    found = recovery_decisions.record_title(_recovery_of(candidacy), **values, by=by)
    return f"Titre de recettes n° {found.title_number} enregistré."


def _return(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    found = recovery_decisions.record_return(_recovery_of(candidacy), **values, by=by)
    return f"{french(found.decided_amount)} sont de nouveau dans l’enveloppe de l’appel."


register(
    DossierAction(
        "repondre-reversement",
        "Enregistrer les observations",
        ANSWER_RECOVERY,
        PAYABLE,
        _answer,
        form=forms.RecordAnswerForm,
        help="Pour des observations reçues par courrier ; le bénéficiaire peut aussi répondre sur le portail.",
        applies=_open_is(RecoveryState.OPENED),
    )
)
register(
    DossierAction(
        "enregistrer-audition",
        "Enregistrer l’audition",
        RECORD,
        PAYABLE,
        _hear,
        form=forms.HearingForm,
        applies=_hearing_awaited,
    )
)
register(
    DossierAction(
        "decider-reversement",
        "Décider du reversement",
        DECIDE,
        PAYABLE,
        _decide,
        form_for=lambda candidacy: partial(forms.DecideForm, _recovery_of(candidacy)),
        template="act_recovery",
        applies=_decidable,
    )
)
register(
    DossierAction(
        "enregistrer-titre",
        "Enregistrer le titre de recettes",
        RECORD,
        PAYABLE,
        _title,
        form_for=lambda candidacy: partial(forms.TitleForm, _recovery_of(candidacy)),
        applies=_open_is(RecoveryState.MAINTAINED),
    )
)
register(
    DossierAction(
        "enregistrer-remboursement",
        "Enregistrer le remboursement",
        RECORD,
        PAYABLE,
        _return,
        form_for=lambda candidacy: partial(forms.ReturnForm, _recovery_of(candidacy)),
        help="La somme encaissée revient à l’enveloppe ; le bénéficiaire en est informé.",
        applies=_open_is(RecoveryState.TITLED),
    )
)
register(
    DossierAction(
        "ouvrir-reversement",
        "Ouvrir un reversement",
        OPEN,
        PAYABLE,
        _open,
        form_for=lambda candidacy: partial(forms.OpenRecoveryForm, candidacy.convention),
        help="Le bénéficiaire reçoit une lettre motivée et peut répondre ; une autre personne décide ensuite.",
        danger=True,
        applies=_something_to_claim,
    )
)
