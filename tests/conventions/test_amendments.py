"""Amending a convention: one at a time, frozen, signed, and effective once it is notified."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from applications.models import Candidacy, Organisation
from applications.nuances import told_of
from applications.timeline import timeline
from conventions.domain import amendment_signatures, amendments
from conventions.domain.dates import claims_until
from conventions.domain.generation import MissingValues
from conventions.models import Amendment, Balance, Convention
from conventions.open_data import export
from conventions.stages import by_funder
from reviews.models import Reservation
from tests.conventions import stages
from tests.conventions.amendments import MADE, SIGNED, amended, notified, prepared, signed
from tests.conventions.invoices import filed, settled
from tests.conventions.recoveries import given_back
from tests.conventions.test_reconciliation import endowed, gaps
from tests.factories import MembershipFactory, agent
from tests.pieces import sent
from tne38.accounts.enums import Role
from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed
from tne38.notifications.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_is_printed")]
LAST_DAY, LATER = date(2027, 7, 1), date(2028, 7, 1)


@pytest.fixture(autouse=True)
def no_codes(monkeypatch):
    """Pages are read elsewhere (test_amendment_documents.py)."""
    monkeypatch.setattr(amendment_signatures, "read", lambda content: [])


@pytest.fixture
def convention():
    return stages.delivered(endowed(stages.college_draft()))


def refused(called, *args, **values) -> tuple[str, str]:
    with pytest.raises(DomainError) as raised, transaction.atomic():
        called(*args, **values)
    return raised.value.code, raised.value.field


def fresh() -> Convention:
    return Convention.objects.select_related("candidacy__vote_result").get()


def reserved() -> dict[str, Decimal]:
    return dict(Reservation.objects.values_list("envelope__funder", "amount"))


def test_the_last_day_moves_at_the_notification_only(convention):
    assert claims_until(convention) == LAST_DAY
    amendment = prepared(convention, LATER)
    assert (amendment.number, amendment.rank) == (f"{convention.number}-A1", 1)
    assert (amendment.claims_until_before, amendment.claims_until) == (LAST_DAY, LATER)
    amendment = signed(amendment)
    assert claims_until(fresh()) == LAST_DAY
    notified(amendment)
    assert claims_until(fresh()) == LATER
    assert reserved() == {"departement": Decimal("1700.00"), "tne": Decimal("1700.00")}
    assert gaps() == []
    kinds = Message.objects.filter(kind__startswith="avenant").order_by("pk").values_list("kind", flat=True)
    assert list(dict.fromkeys(kinds)) == ["avenant-a-signer", "avenant-notifie"]
    assert journal.verify().broken_at is None


def test_a_lower_amount_returns_to_the_envelope_and_bounds_what_is_paid(convention):
    """3 400 € become 3 000,01 €: the Département keeps the odd cent, 399,99 € go back."""
    amendment = signed(prepared(convention, granted="3000.01"))
    assert reserved() == {"departement": Decimal("1700.00"), "tne": Decimal("1700.00")}
    notified(amendment)
    assert Balance.objects.get().granted == Decimal("3000.01")
    assert reserved() == {"departement": Decimal("1500.01"), "tne": Decimal("1500.00")}
    [department, _tne, both] = by_funder(convention.candidacy.call)
    assert (department.amounts["rendu"], both.amounts["rendu"]) == (Decimal("199.99"), Decimal("399.99"))
    assert gaps() == []
    assert "3000.01" in export(everything=True).content
    claim = filed(convention, (2, "1700.00"), final=False)
    assert settled(claim).amount == Decimal("3000.01")
    assert gaps() == []


def test_a_second_one_starts_from_the_first(convention):
    amended(convention, LATER, "3000.00")
    second = prepared(fresh(), granted="2000.00")
    assert (second.rank, second.granted_before, second.claims_until_before) == (2, Decimal("3000.00"), LATER)
    notified(signed(second))
    assert Balance.objects.get().granted == Decimal("2000.00")
    assert claims_until(fresh()) == LATER
    assert gaps() == []


def test_one_at_a_time_and_one_given_up_lets_another(convention):
    first = prepared(convention, LATER)
    assert refused(prepared, convention, LATER)[0] == "etat"
    assert refused(amendments.give_up, first, reason=" ", by=None) == ("champ_obligatoire", "reason")
    amendments.give_up(first, reason="Le bénéficiaire renonce.", by=None)
    assert refused(signed, first)[0] == "etat"
    second = prepared(convention, LATER)
    assert second.number.endswith("-A2")
    with pytest.raises(IntegrityError), transaction.atomic():
        Amendment.objects.filter(pk=first.pk).update(state="to_sign")


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"until": LAST_DAY}, "champ_invalide", "claims_until"),
        ({"until": LATER, "asked_on": MADE + timedelta(days=1)}, "champ_invalide", "asked_on"),
        ({"granted": "3400.00"}, "montant_invalide", "granted"),
        ({"granted": "3400.01"}, "montant_invalide", "granted"),
        ({"granted": "0.00"}, "montant_invalide", "granted"),
        ({"until": LATER, "act": "n° 12"}, "champ_invalide", "act"),
    ],
)
def test_what_cannot_be_prepared(convention, values, code, field):
    assert refused(prepared, convention, **values) == (code, field)
    assert not Amendment.objects.exists()


def test_more_time_is_asked_for_before_the_last_day(convention):
    late = {"reason": "Retard", "asked_on": LAST_DAY + timedelta(days=1)}
    values = amendments.AmendmentValue(**late, claims_until=LATER)
    on = LAST_DAY + timedelta(days=2)
    found = refused(amendments.prepare, convention, values, by=None, on=on)
    assert found == ("champ_invalide", "asked_on")


def test_never_under_what_is_liquidated_nor_while_a_request_is_open(convention):
    claim = filed(convention, (1, "1700.00"), final=False)
    assert refused(prepared, convention, granted="3000.00")[0] == "etat"
    settled(claim)
    assert refused(prepared, convention, granted="1699.99") == ("montant_invalide", "granted")
    amendment = signed(prepared(convention, granted="1700.00"))
    filed(convention, (1, "1700.00"), number="F-2", final=False)
    assert refused(notified, amendment)[0] == "etat"
    assert Balance.objects.get().granted == Decimal("3400.00")


def test_what_was_given_back_stays_so_after_an_amendment(convention):
    settled(filed(convention, (1, "1700.00"), final=False))
    given_back(convention, "500.00")
    amended(fresh(), granted="2700.00")
    assert reserved() == {"departement": Decimal("1100.00"), "tne": Decimal("1100.00")}
    assert gaps() == []


MISSING = {
    "nom du bénéficiaire": {"name": ""},
    "adresse du bénéficiaire": {"address": "", "city": ""},
    "nom du représentant légal du bénéficiaire": {"representative_name": ""},
    "qualité du représentant légal du bénéficiaire": {"representative_title": ""},
    "numéro RNA du bénéficiaire": {"rna": ""},
    "date de souscription du contrat d’engagement républicain": {"cer_accepted_at": None},
}


@pytest.mark.parametrize("name", MISSING)
def test_a_missing_value_stops_it_with_its_name(convention, name):
    if name == "adresse du bénéficiaire":
        convention.candidacy.projects.get().school.__class__.objects.update(address="")
    Organisation.objects.update(**MISSING[name])
    with pytest.raises(MissingValues, match="L’avenant ne peut pas être établi") as raised:
        prepared(fresh(), LATER)
    assert name in raised.value.names


@pytest.mark.parametrize("name", ["name", "siren", "address", "represented_by", "court"])
def test_so_does_one_of_the_departement(convention, settings, name):
    settings.DEPARTMENT = {**settings.DEPARTMENT, name: ""}
    with pytest.raises(MissingValues):
        prepared(convention, LATER)


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"reason": " ", "until": LATER}, "motif de l’avenant"),
        ({}, "au moins un changement, de date ou de montant"),
    ],
)
def test_so_does_what_the_agent_leaves_empty(convention, values, name):
    with pytest.raises(MissingValues) as raised:
        prepared(convention, **values)
    assert raised.value.names == [name]


def test_who_may(convention):
    other = agent(Role.INSTRUCTEUR)
    with pytest.raises(NotAllowed):
        prepared(convention, LATER, by=other)
    amendment = prepared(convention, LATER, by=agent(Role.GESTIONNAIRE))
    reader = MembershipFactory(organisation=convention.candidacy.organisation, role="lecture").user
    for by in (other, reader):
        with pytest.raises(NotAllowed):
            signed(amendment, by=by)
    member = MembershipFactory(organisation=convention.candidacy.organisation).user
    assert signed(amendment, by=member).state == "signed"


def test_the_dates_follow_each_other(convention):
    amendment = prepared(convention, LATER)
    values = {"copy": sent("a.pdf"), "authorisation": sent("b.pdf"), "by": None}
    early = MADE - timedelta(days=1)
    assert refused(amendment_signatures.sign, amendment, signed_on=early, **values) == (
        "champ_invalide",
        "signed_on",
    )
    amendment = signed(amendment)
    days = {"countersigned_on": SIGNED - timedelta(days=1), "notified_on": SIGNED}
    act = amendment_signatures.notify
    assert refused(act, amendment, copy=sent("c.pdf"), by=None, **days) == (
        "champ_invalide",
        "countersigned_on",
    )


TAMPERED = {
    "avenant": lambda: Convention.objects.update(claims_until=LAST_DAY),
    "compte": lambda: Amendment.objects.update(granted=Decimal("2999.99"), tne_share=Decimal("1499.99")),
    "preuve": lambda: Amendment.objects.update(sha256="0" * 64),
}


@pytest.mark.parametrize("code", TAMPERED)
def test_a_row_changed_behind_the_domain_is_named(convention, code):
    amended(convention, LATER, "3000.00")
    filed(convention, (1, "1700.00"), final=False)
    assert gaps() == []
    TAMPERED[code]()
    assert (convention.candidacy.number, code) in gaps()


BROKEN = {
    "above": {"granted": Decimal("3400.00"), "tne_share": Decimal("1900.00")},
    "shares": {"tne_share": Decimal("1.00")},
    "nothing": {"granted": None, "department_share": None, "tne_share": None, "claims_until": None},
    "sooner": {"claims_until": LAST_DAY},
    "no copy": {"signed_copy": None},
    "no final copy": {"final_copy": None},
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses(convention, name):
    amended(convention, LATER, "3000.00")
    with pytest.raises(IntegrityError), transaction.atomic():
        Amendment.objects.update(**BROKEN[name])


def test_who_acts_next_and_what_the_porteur_reads(convention):
    def told():
        return told_of(Candidacy.objects.get())

    before = told()
    amendment = prepared(convention, LATER)
    assert told().who == "porteur"
    amendment = signed(amendment)
    assert told().who == "departement"
    notified(amendment)
    assert told() == before
    past = [event.what for event in timeline(Candidacy.objects.get()) if event.at]
    assert past[-3:] == [
        "Un avenant à votre convention est à signer",
        "Avenant signé par vos soins",
        "L’avenant est notifié : il prend effet",
    ]
