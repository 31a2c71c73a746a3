"""The rows of the payment, for the walks: a convention notified, its equipment received, an invoice typed."""

from datetime import date

from applications.models import Candidacy
from conventions.domain import signature
from conventions.models import Convention
from tests.conventions.invoices import invoiced
from tests.equipment.quoting import received


def delivered(convention: Convention) -> Candidacy:
    """Signed, notified, received; one invoice in the request being prepared."""
    signature.record_signature(convention, signed_on=date(2025, 6, 2), by=None)
    convention = signature.notify(convention, notified_on=date(2025, 6, 3), by=None)
    received(convention.candidacy, date(2025, 9, 1))
    invoiced(convention, (1, "1700.00"), number=f"F-{convention.pk}")
    return Candidacy.objects.get(pk=convention.candidacy_id)
