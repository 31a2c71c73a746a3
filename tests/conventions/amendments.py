"""Amendments brought to a stage by the domain functions, for the tests."""

from datetime import date
from decimal import Decimal

from applications.domain.attachments import Sent
from conventions.domain import amendment_signatures, amendments
from conventions.domain.amendments import AmendmentValue
from conventions.models import Amendment, Convention
from tests.pieces import sent
from tne38.core import files

MADE, SIGNED, NOTIFIED = date(2026, 1, 12), date(2026, 2, 3), date(2026, 2, 16)
REASON = "Le fournisseur livre avec un an de retard."


def value(until: date | None = None, granted: str | None = None, **values) -> AmendmentValue:
    given = {"reason": REASON, "asked_on": date(2026, 1, 5), **values}
    return AmendmentValue(claims_until=until, granted=Decimal(granted) if granted else None, **given)


def prepared(
    convention: Convention, until: date | None = None, granted: str | None = None, *, by=None, **values
) -> Amendment:
    return amendments.prepare(convention, value(until, granted, **values), by=by, on=MADE)


def own_copy(amendment: Amendment) -> Sent:
    """The document itself, as if it came back signed."""
    return Sent.of("avenant-signe.pdf", files.read(amendment.file))


def signed(amendment: Amendment, *, by=None) -> Amendment:
    return amendment_signatures.sign(
        amendment, copy=sent("avenant.pdf"), authorisation=sent("deliberation.pdf"), signed_on=SIGNED, by=by
    )


def notified(amendment: Amendment) -> Amendment:
    return amendment_signatures.notify(
        amendment, copy=sent("final.pdf"), countersigned_on=NOTIFIED, notified_on=NOTIFIED, by=None
    )


def amended(convention: Convention, until: date | None = None, granted: str | None = None) -> Amendment:
    """From its making to its notification."""
    return notified(signed(prepared(convention, until, granted)))
