"""Quotes through the domain: filed, changed, replaced, accepted; what is refused."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from applications.models import Candidacy
from equipment.domain import quotes
from equipment.domain.quotes import QuotedValue
from equipment.granted import assessment_of, resources_of
from equipment.keys import Key
from equipment.models import Quote, QuoteLine
from reviews.domain import decisions
from reviews.domain.quotes import accept_quotes
from reviews.enums import Outcome
from tests.agents import IN_TIME, conforming, deposited, sign_in
from tests.conventions import stages
from tests.factories import MembershipFactory, agent
from tests.pieces import sent
from tne38.accounts.enums import Role
from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed
from tne38.notifications.models import Message

from .quoting import filed, line, quoted, value

pytestmark = pytest.mark.django_db


def selected() -> Candidacy:
    """Two VPI at 1 700 €, capped at 2 200 €: 3 400 € are granted."""
    candidacy = conforming()
    decisions.decide(candidacy, Outcome.SELECTED, amount=Decimal("3400"), decided_on=IN_TIME.date(), by=None)
    return Candidacy.objects.get(pk=candidacy.pk)


def vpi(candidacy: Candidacy, quantity: int, price: str) -> QuotedValue:
    return line(resources_of(candidacy)[0], quantity, price)


def refused(act, *args, **values) -> str:
    with pytest.raises(DomainError) as refusal, transaction.atomic():
        act(*args, **values)
    return refusal.value.code


def test_a_porteur_files_a_quote_as_soon_as_its_dossier_is_deposited():
    candidacy = deposited()
    member = MembershipFactory(organisation=candidacy.organisation).user
    quote = filed(candidacy, vpi(candidacy, 2, "1650.00"), by=member)
    assert (quote.state, quote.filed_by, quote.attachment.source) == ("filed", member, "devis")
    entry = journal.history(candidacy).last()
    assert entry.action == "devis envoyé"
    assert entry.after["lignes"] == ["2 × Ensemble de vidéoprojection interactif (VPI) à 1650.00"]


@pytest.mark.parametrize("role", [Role.COMMISSION, Role.IEN])
def test_who_only_reads_files_nothing(role):
    candidacy = selected()
    reader = MembershipFactory(organisation=candidacy.organisation, role="lecture").user
    for person in (agent(role), reader):
        with pytest.raises(NotAllowed):
            filed(candidacy, by=person)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"supplier": " "}, "champ_obligatoire"),
        ({"dated_on": timezone.localdate() + timedelta(days=1)}, "champ_invalide"),
        ({"siret": "12345678901234"}, "siret_invalide"),
    ],
)
def test_what_is_wrong_in_a_quote_is_refused(fields, code):
    assert refused(filed, selected(), **fields) == code
    assert not Quote.objects.exists()


def test_the_same_quote_and_what_is_not_in_the_dossier_are_refused():
    candidacy = selected()
    filed(candidacy)
    assert refused(filed, candidacy) == "doublon"
    foreign = QuotedValue(Key(999, 999), 1, Decimal("10"))
    assert refused(filed, candidacy, foreign, number="D-2") == "article_inconnu"


def test_a_quote_refused_is_told_with_its_reason_and_replaced():
    candidacy = selected()
    first = filed(candidacy, vpi(candidacy, 2, "2300.00"))
    assert refused(quotes.ask_again, first, reason=" ", by=None) == "champ_obligatoire"
    quotes.ask_again(first, reason="Prix au-dessus du plafond.", by=agent(Role.GESTIONNAIRE))
    assert "Prix au-dessus du plafond." in Message.objects.filter(kind="devis-a-remplacer").first().body
    assert refused(accept_quotes, candidacy, by=None) == "devis_a_remplacer"
    second = quotes.file_quote(
        candidacy, value(), sent("second.pdf"), [vpi(candidacy, 2, "1600.00")], by=None, replaces=first
    )
    assert Quote.objects.get(pk=first.pk).state == "replaced"
    decision = accept_quotes(candidacy, by=agent(Role.GESTIONNAIRE))
    assert (decision.quoted_expense, decision.amount) == (Decimal("3200.00"), Decimal("3200.00"))
    assert Quote.objects.get(pk=second.pk).state == "accepted"
    assert "3\u00a0200,00\u00a0€" in Message.objects.filter(kind="devis-acceptes").first().body
    assert refused(filed, candidacy, number="D-9") == "etat"


def test_quotes_that_changed_while_an_agent_read_them_are_not_accepted_unread(client):
    candidacy = selected()
    quote = filed(candidacy, vpi(candidacy, 2, "1600.00"))
    sign_in(client, Role.GESTIONNAIRE)
    act = reverse("admin:applications_candidacy_act", args=[candidacy.pk, "accepter-devis"])
    read = client.get(act).context["form"].shown
    quotes.file_quote(
        candidacy, value("D-2"), sent("second.pdf"), [vpi(candidacy, 2, "1700.00")], by=None, replaces=quote
    )
    answer = client.post(act, {"etat": "selected", "seen": read})
    assert "Un devis a changé depuis l’affichage de cette page" in answer.text
    assert Candidacy.objects.get(pk=candidacy.pk).state == "selected"
    # The page that says so shows the quotes as they are now.
    client.post(act, {"etat": "selected", "seen": answer.context["form"].shown})
    assert Candidacy.objects.get(pk=candidacy.pk).decision.amount == Decimal("3400.00")


def test_an_instructor_neither_refuses_nor_accepts():
    candidacy = selected()
    quote = filed(candidacy, vpi(candidacy, 2, "1600.00"))
    for act in (
        lambda by: quotes.ask_again(quote, reason="Non", by=by),
        lambda by: accept_quotes(candidacy, by=by),
    ):
        with pytest.raises(NotAllowed), transaction.atomic():
            act(agent(Role.INSTRUCTEUR))
    assert Quote.objects.get().state == "filed"


def test_a_quote_sent_by_file_alone_waits_for_its_lines():
    candidacy = selected()
    assert refused(accept_quotes, candidacy, by=None) == "devis_absent"
    quote = filed(candidacy)
    assert refused(accept_quotes, candidacy, by=None) == "devis_sans_ligne"
    instructor = agent(Role.INSTRUCTEUR)
    quotes.change_quote(quote, value(), [vpi(candidacy, 2, "1700.00")], by=instructor)
    assert assessment_of(Candidacy.objects.get(pk=candidacy.pk)).eligible == Decimal("3400.00")


def test_what_is_withdrawn_no_longer_counts_and_stays():
    candidacy = selected()
    quote = filed(candidacy, vpi(candidacy, 2, "1700.00"))
    quotes.withdraw_quote(quote, by=None)
    assert Quote.objects.get().state == "withdrawn"
    assert assessment_of(Candidacy.objects.get(pk=candidacy.pk)).eligible == 0
    assert refused(quotes.withdraw_quote, quote, by=None) == "etat"


def test_a_commune_counts_three_years_of_ent_and_its_caps():
    candidacy = stages.deposited(stages.commune_draft())
    quoted(candidacy)
    # Three ENI at 3 690,10 € capped at 3 500 €, one ENT at 480 € a year for three years.
    assert assessment_of(Candidacy.objects.get(pk=candidacy.pk)).eligible == Decimal("11940.00")


@pytest.mark.parametrize(
    "fields",
    [
        {"quantity": 0, "unit_price": Decimal("1"), "label": "Câble"},
        {"quantity": 1, "unit_price": Decimal("0"), "label": "Câble"},
        {"quantity": 1, "unit_price": Decimal("1")},
    ],
)
def test_the_database_refuses_a_line_that_says_nothing(fields):
    quote = filed(selected())
    with pytest.raises(IntegrityError), transaction.atomic():
        QuoteLine.objects.create(quote=quote, **fields)


def test_the_database_wants_a_reason_for_a_quote_to_replace():
    filed(selected())
    with pytest.raises(IntegrityError), transaction.atomic():
        Quote.objects.update(state="to_replace", reason="")
