"""The acts of an amendment, on the dossier's page of the agents."""

from collections.abc import Callable
from functools import partial
from typing import Any

from applications.actions import DossierAction, register
from applications.domain.attachments import Sent
from applications.models import Candidacy
from tne38.core.errors import DomainError

from ..amendment import forms
from ..amendment.nuances import open_of
from ..amendment.workflow import AMEND, OPEN_AMENDMENT, SIGN_AMENDMENT, AmendmentState
from ..domain import amendment_signatures, amendments
from ..domain.amendments import AMENDABLE, AmendmentValue
from ..models import Amendment
from .conditions import claim_of


def _amendment_of(candidacy: Candidacy) -> Amendment:
    """The open amendment; read again where the act is carried out."""
    found = open_of(candidacy)
    if found is None:
        raise DomainError("etat", f"{candidacy} : aucun avenant n’est en cours.")
    return found


def _open_is(*states: str) -> Callable[[Candidacy], bool]:
    def applies(candidacy: Candidacy) -> bool:
        found = open_of(candidacy)
        return found is not None and found.state in states

    return applies


def _none_is_open(candidacy: Candidacy) -> bool:
    return open_of(candidacy) is None and claim_of(candidacy, required=False) is None


def _prepare(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    found = amendments.prepare(candidacy.convention, AmendmentValue(**values), by=by)
    return f"L’avenant n° {found.rank} est établi et envoyé au bénéficiaire, qui le signe."


def _sign(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    amendment_signatures.sign(
        _amendment_of(candidacy),
        copy=Sent(values["copy"].name, values["copy"]),
        authorisation=Sent(values["authorisation"].name, values["authorisation"]),
        signed_on=values["signed_on"],
        by=by,
    )
    return "La signature du bénéficiaire est enregistrée."


def _notify(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    amendment_signatures.notify(
        _amendment_of(candidacy),
        copy=Sent(values["fichiers"].name, values["fichiers"]),
        countersigned_on=values["countersigned_on"],
        notified_on=values["notified_on"],
        by=by,
    )
    return "L’avenant est notifié : il prend effet."


def _give_up(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    amendments.give_up(_amendment_of(candidacy), reason=values["reason"], by=by)
    return "L’avenant est abandonné ; la convention reste comme elle est."


register(
    DossierAction(
        "enregistrer-avenant-signe",
        "Enregistrer l’avenant signé",
        SIGN_AMENDMENT,
        AMENDABLE,
        _sign,
        form=forms.SignedAmendmentForm,
        help="Pour un avenant revenu sur papier ; le bénéficiaire peut aussi le déposer sur le portail.",
        applies=_open_is(AmendmentState.TO_SIGN),
    )
)
register(
    DossierAction(
        "notifier-avenant",
        "Notifier l’avenant",
        AMEND,
        AMENDABLE,
        _notify,
        form=forms.NotifyAmendmentForm,
        help="Le président du Département a signé. L’avenant prend effet ; le bénéficiaire en est informé.",
        applies=_open_is(AmendmentState.SIGNED),
    )
)
register(
    DossierAction(
        "preparer-avenant",
        "Préparer un avenant",
        AMEND,
        AMENDABLE,
        _prepare,
        form_for=lambda candidacy: partial(forms.AmendmentForm, candidacy.convention),
        help="Le document est établi une fois, numéroté et envoyé au bénéficiaire : relisez avant d’enregistrer.",
        danger=True,
        applies=_none_is_open,
    )
)
register(
    DossierAction(
        "abandonner-avenant",
        "Abandonner l’avenant",
        AMEND,
        AMENDABLE,
        _give_up,
        form=forms.GiveUpAmendmentForm,
        danger=True,
        applies=_open_is(*OPEN_AMENDMENT),
    )
)
