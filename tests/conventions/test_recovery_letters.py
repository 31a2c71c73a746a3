"""The two letters of a recovery, as they are printed, and the messages that carry them."""

from dataclasses import replace
from decimal import Decimal

import pytest

from applications.documents import documents_of
from conventions.domain import recoveries
from conventions.domain.recovery_printing import print_decision, print_notice
from conventions.models import Recovery
from tests.conventions.reading import text_of
from tests.conventions.recoveries import decided, opened, paid
from tests.factories import MembershipFactory, UserFactory
from tne38.core import files
from tne38.notifications.models import Message
from tools import recovery_specimens


def said(content: bytes) -> str:
    return text_of(content).replace("\u00a0", " ").replace("\u202f", " ")


def test_the_notice_says_what_why_and_how_to_answer():
    text = said(print_notice(recovery_specimens.notice()))
    for words in (
        "Un reversement est envisagé",
        "convention n° 2025-TNE-042",
        "Vous avez reçu 45 000,01 € à ce jour",
        "1 000,01 €",
        "mille euros et un centime",
        "une part du Département, 500,00 €",
        "dispositif TNE, 500,01 €",
        "matériel non employé comme convenu",
        "article 11 de la convention",
        "L242-2, 2°",
        "jusqu’au 12 février 2026",
        "L121-1, L122-1 et L122-2",
        "demandez à être entendu",
        "mandataire de votre choix",
        "la copie de votre dossier",
        "Aucune décision n’est prise",
    ):
        assert words in text, words


def test_the_decision_says_why_what_follows_and_how_to_contest_it():
    text = said(print_decision(recovery_specimens.decision()))
    for words in (
        "Le reversement est maintenu en partie",
        "Par lettre du 12 janvier 2026",
        "Vos observations, reçues le 2 février 2026",
        "500,00 €",
        "cinq cents euros",
        "Ce qui est retenu",
        "titre de recettes",
        "L1617-5",
        "recours gracieux",
        "deux mois",
        "tribunal administratif de Grenoble",
    ):
        assert words in text, words


@pytest.mark.parametrize(
    ("amount", "expected"),
    [("1000.01", "Le reversement est maintenu"), ("0.00", "Le reversement envisagé est abandonné")],
)
def test_the_whole_and_nothing(amount, expected):
    values = replace(recovery_specimens.decision(), amount=Decimal(amount), answered_on=None)
    text = said(print_decision(values))
    assert expected in text
    assert "Vous n’avez pas présenté d’observations écrites" in text
    assert ("Voies et délais de recours" in text) == (amount != "0.00")


@pytest.mark.django_db
def test_the_letters_are_kept_sent_and_read_by_those_who_see_the_dossier():
    convention = paid()
    member = MembershipFactory(organisation=convention.candidacy.organisation).user
    recovery = opened(convention)
    notice = Message.objects.filter(kind="reversement-envisage", recipient=member.email).get()
    assert notice.attachment == recovery.notice
    body = notice.body.replace("\u00a0", " ")
    assert "le reversement de 1 700,00 €" in body
    assert "jusqu’au 12 février 2026" in body
    assert f"/reversement/{recovery.pk}/" in body
    kept = said(files.read(recovery.notice))
    assert "3 400,00 €" in kept
    assert "850,00 €" in kept
    recoveries.answer(recovery, text="Tout est installé.", by=member)
    recovery = decided(Recovery.objects.get(), "100.00")
    message = Message.objects.filter(kind="reversement-decide", recipient=member.email).get()
    assert message.attachment == recovery.decision
    assert "deux mois" in message.body
    assert "au lieu des" in message.body
    titles = [document.title for document in documents_of(convention.candidacy, member)]
    assert titles[-2:] == ["Reversement envisagé", "Décision sur le reversement"]
    assert files.may_open(member, recovery.notice)
    assert files.may_open(member, recovery.decision)
    assert not files.may_open(UserFactory(), recovery.notice)
