"""Who acts while an amendment is being signed, and how it is told to the porteur."""

from applications import history, timeline
from applications.models import Candidacy
from applications.nuances import nuance
from applications.workflow import StateForApplicant

from ..domain import amendment_signatures, amendments
from ..domain.amendments import AMENDABLE
from ..models import Amendment
from .workflow import AmendmentState

_TO_SIGN = StateForApplicant(
    "Avenant à signer", "Signez l’avenant à votre convention et déposez-le.", "porteur", "todo"
)
_SIGNED = StateForApplicant(
    "Avenant signé par vos soins",
    "Le président du Département signe et notifie l’avenant ; rien ne change avant.",
    "departement",
    "info",
)


@nuance
def of_amendment(candidacy: Candidacy) -> StateForApplicant | None:
    amendment = open_of(candidacy)
    if amendment is None:
        return None
    return _TO_SIGN if amendment.state == AmendmentState.TO_SIGN else _SIGNED


def open_of(candidacy: Candidacy) -> Amendment | None:
    """The amendment that is being signed; no query for what is already read."""
    convention = getattr(candidacy, "convention", None) if candidacy.state in AMENDABLE else None
    rows = convention.amendments.all() if convention is not None else []
    return next((row for row in rows if row.is_open), None)


for _act, _told in {
    amendments.MADE: "Un avenant à votre convention est à signer",
    amendments.DROPPED: "L’avenant est abandonné",
    amendment_signatures.SIGNED: "Avenant signé par vos soins",
    amendment_signatures.NOTIFIED: "L’avenant est notifié : il prend effet",
}.items():
    timeline.tell(_act, _told)
    history.tell(
        _act, labels={"avenant": "avenant"}, with_reason=_act in {amendments.MADE, amendments.DROPPED}
    )
