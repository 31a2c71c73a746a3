"""An amendment is signed by the beneficiary, then by the président; it changes the convention once notified."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from applications.domain.attachments import Sent, refused
from tne38.core import files, journal
from tne38.core.errors import DomainError
from tne38.core.file_types import PDF
from tne38.core.models import StoredFile
from tne38.core.money import french
from tne38.core.workflow import perform

from ..amendment.access import AUTHORISATION, COPY
from ..amendment.messages import AmendmentNotified
from ..codes import seal_of
from ..models import Amendment, Balance
from ..sorting import sort
from .amendments import described, locked, require_amendable_state, require_no_claim
from .holding import give_back_what_is_not_granted
from .invoices import acceptable, stored
from .scans import read, require_pdf
from .signature import require_between

SIGNED, NOTIFIED = "avenant signé par le bénéficiaire", "avenant notifié"


def sign(amendment: Amendment, *, copy: Sent, authorisation: Sent, signed_on: date, by: Any) -> Amendment:
    """Take the amendment as the beneficiary signed it, with the act of its assembly that allows to.

    Raises DomainError « fichier_refuse », « autre_document » for a copy of something else, « champ_invalide »,
    « etat »; NotAllowed. A copy whose codes cannot be read is left to the agent who notifies.
    """
    act_kind = acceptable(authorisation)
    _require_copy(amendment, copy)
    with transaction.atomic():
        amendment, _balance = locked(amendment)
        require_amendable_state(amendment.convention)
        perform(amendment.sign, by=by)
        require_between(
            signed_on, amendment.made_on, field="signed_on", earliest_name="l’établissement de l’avenant"
        )
        amendment.authorisation = stored(authorisation, act_kind, AUTHORISATION)
        amendment.signed_copy, amendment.signed_on = _received(copy), signed_on
        amendment.save()
        after = {"avenant": amendment.number, "signe_le": signed_on}
        journal.record(SIGNED, amendment.candidacy, by=by, after=after)
    return amendment


def notify(
    amendment: Amendment, *, copy: Sent, countersigned_on: date, notified_on: date, by: Any
) -> Amendment:
    """The président signed: from here on the convention reads as amended, and money given up goes back.

    Raises as `sign`, and DomainError « etat » while a request is computed on the former amount,
    « montant_invalide » when more is liquidated since than the amendment grants.
    """
    _require_copy(amendment, copy)
    with transaction.atomic():
        amendment, balance = locked(amendment)
        require_amendable_state(amendment.convention)
        perform(amendment.notify, by=by)
        require_between(
            countersigned_on,
            amendment.signed_on,
            field="countersigned_on",
            earliest_name="la signature du bénéficiaire",
        )
        require_between(
            notified_on, countersigned_on, field="notified_on", earliest_name="la signature du président"
        )
        amendment.final_copy = _received(copy)
        amendment.countersigned_on, amendment.notified_on = countersigned_on, notified_on
        amendment.save()
        _apply(amendment, balance)
        AmendmentNotified(amendment).send()
        after = {**described(amendment), "notifie_le": notified_on}
        journal.record(NOTIFIED, amendment.candidacy, by=by, after=after)
    return amendment


def _apply(amendment: Amendment, balance: Balance) -> None:
    """What the portal computes from now on."""
    convention = amendment.convention
    if amendment.claims_until is not None:
        convention.claims_until = amendment.claims_until
        convention.save(update_fields=["claims_until"])
    if amendment.granted is not None:
        require_no_claim(convention)
        _require_covers(amendment.granted, balance)
        balance.granted = amendment.granted
        balance.save(update_fields=["granted"])
        give_back_what_is_not_granted(convention)


def _require_covers(granted: Decimal, balance: Balance) -> None:
    """Raise DomainError « montant_invalide » when a part was liquidated since the amendment was made."""
    if granted < balance.liquidated:
        message = (
            f"{french(balance.liquidated)} sont déjà liquidés, plus que les {french(granted)} de cet avenant : "
            "abandonnez-le."
        )
        raise DomainError("montant_invalide", message)


def _require_copy(amendment: Amendment, copy: Sent) -> None:
    """Raise DomainError « autre_document » for a PDF whose codes name anything else than this amendment."""
    require_pdf(copy)
    copy.content.seek(0)
    found = sort(read(copy.content.read()), {amendment.number: seal_of(amendment.data)})
    copy.content.seek(0)
    if found.unknown or found.altered:
        message = f"ce document n’est pas l’avenant n° {amendment.rank} tel qu’il a été établi. Signez celui du portail."
        raise refused(copy, message, code="autre_document")


def _received(copy: Sent) -> StoredFile:
    return files.store(copy.content, kind=COPY, name=copy.name, content_type=PDF.content_type, received=True)
