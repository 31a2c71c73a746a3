"""A subsidy paid in parts: each part is told, and the balance closes the dossier."""

import pytest

from conventions.domain import payments
from tests.conventions import stages
from tests.conventions.invoices import checked, filed
from tne38.notifications.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_is_printed")]


def told(kind: str) -> list[str]:
    """The texts written to the organisation itself, in order."""
    rows = Message.objects.filter(kind=kind).order_by("pk")
    first = rows.values_list("recipient", flat=True).first()
    return list(rows.filter(recipient=first).values_list("body", flat=True))


def test_each_request_closed_without_payment_is_told_with_its_reason():
    convention = stages.delivered(stages.college_draft())
    for number, reason in (("F-1", "Facture non acquittée."), ("F-2", "Toujours non acquittée.")):
        claim = checked(filed(convention, (1, "1700.00"), number=number, paid_on=None, final=False))
        payments.close_without_payment(claim, reason=reason, by=None)
    first, second = told("versement-nul")
    assert "Motif : Facture non acquittée." in first.replace("\u00a0", " ")
    assert "Motif : Toujours non acquittée." in second.replace("\u00a0", " ")
