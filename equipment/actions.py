"""The agents' acts about quotes and deliveries, on the dossier's page."""

from functools import partial
from typing import Any

from applications.actions import DossierAction, register
from applications.domain.correspondents import NAME, name_correspondents
from applications.enums import CandidacyState as State
from applications.models import Candidacy

from .domain import deliveries, quotes
from .enums import QuoteState
from .forms.deployment import ClosingForm, CorrespondentsForm, ReceptionForm
from .forms.quotes import AskAgainForm
from .granted import quotes_of
from .launch import FOLLOWED

CORRESPONDENTS = "rectorat"


def _ask_again(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    quotes.ask_again(values["quote"], reason=values["reason"], by=by)
    return "Un autre devis est demandé au porteur."


def _may_ask_again(candidacy: Candidacy) -> bool:
    return any(quote.state == QuoteState.FILED for quote in quotes_of(candidacy))


def _receive(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    deliveries.record_delivery(
        candidacy,
        received_on=values["received_on"],
        quantities=values["quantities"],
        sent=values["sent"],
        comment=values["comment"],
        by=by,
    )
    return "La réception est enregistrée."


def _close(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    deliveries.close_deliveries(candidacy, reason=values["reason"], by=by)
    return "Les livraisons sont closes."


def _name(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    name_correspondents(
        candidacy,
        [int(pk) for pk in values["schools"]],
        ien_email=values["ien_email"],
        erun_email=values["erun_email"],
        by=by,
    )
    return "Les adresses sont enregistrées."


register(
    DossierAction(
        "redemander-devis",
        "Demander un autre devis",
        "equipment.accept_quotes",
        quotes.OPEN,
        _ask_again,
        form_for=lambda candidacy: partial(AskAgainForm, candidacy),
        applies=_may_ask_again,
    )
)
register(
    DossierAction(
        "enregistrer-reception",
        "Enregistrer une réception",
        "equipment.record_delivery",
        frozenset({State.NOTIFIED}),
        _receive,
        form_for=lambda candidacy: partial(ReceptionForm, candidacy),
        help="Effacez la quantité de ce qui n’est pas encore reçu. Quand tout est reçu, le Rectorat, l’IEN et "
        "l’ERUN sont prévenus par courriel.",
    )
)
register(
    DossierAction(
        "clore-livraisons",
        "Clore les livraisons",
        "equipment.record_delivery",
        frozenset({State.NOTIFIED}),
        _close,
        form=ClosingForm,
        help="Tout n’est pas reçu, mais plus rien n’est attendu : ce qui n’est pas reçu n’est pas payé.",
        danger=True,
    )
)
register(
    DossierAction(
        "adresses-rectorat",
        "Enregistrer les adresses de l’IEN et de l’ERUN",
        NAME,
        FOLLOWED,
        _name,
        form_for=lambda candidacy: partial(CorrespondentsForm, candidacy),
        help="Ils sont prévenus de la réception du matériel, avec le Rectorat.",
        beside=CORRESPONDENTS,
    )
)
