"""The minutes: frozen when the session closes, printed once, read by those who work for the programme."""

import io
import json
from decimal import Decimal

import pikepdf
import pytest

from applications.models import Candidacy
from reviews import minutes as stated
from reviews.domain import attendance, decisions, letters, minutes, promotion, sessions
from reviews.domain.decisions import Choice
from reviews.domain.session_decisions import decide_in_session, reopen
from reviews.enums import Outcome
from reviews.models import Minutes
from tests.agents import invited
from tests.conventions.reading import pages_of, text_of
from tests.factories import UserFactory, agent
from tests.reviews.sittings import dossiers_of, endowed_call, opened, select
from tne38.accounts.enums import Role
from tne38.core import files, jobs, journal
from tne38.core.models import Job
from tools import specimens

pytestmark = pytest.mark.django_db


def closed(amount: str = "20000.00"):
    """A closed session: selected for less, on the waiting list, rejected, not examined."""
    call = endowed_call(amount)
    dossiers = dossiers_of(call, 4)
    session = opened(call)
    attendance.record(session, {}, by=None, guests=[attendance.Guest("Secrétaire fictive", "", "secretary")])
    select(session, dossiers[0], "3000.01", reason="Matériel déjà présent")
    decide_in_session(session, dossiers[1], Choice(Outcome.WAITING_LIST), by=None)
    decide_in_session(session, dossiers[2], Choice(Outcome.REJECTED, reason="Hors programme"), by=None)
    return sessions.close_session(session, by=None), dossiers


def printed(session) -> bytes:
    [job] = Job.objects.filter(kind="proces-verbal", subject=str(session.pk))
    assert jobs.run(job.pk).state == "done"
    return files.read(Minutes.objects.get(session=session).file)


def test_they_state_who_was_there_what_was_decided_and_the_envelope():
    session, dossiers = closed()
    text = text_of(printed(session))
    for expected in [
        "Procès-verbal de la commission d’arbitrage",
        "12 mai 2025, Hôtel du Département, Grenoble",
        "atteint : 2 membres présents avec voix délibérative, pour 2 requis",
        "Membre fictif 1",
        "Secrétaire fictive",
        "20 000,00 €",
        "1 500,01 €",  # the Département's share, and what is reserved after
        "18 499,99 €",
        "3 000,01 € (trois mille euros et un centime)",
        "Motif : Matériel déjà présent",
        "Motif : Hors programme",
        "Liste d’attente",
        f"non décidés : {dossiers[3]}",
        "Signature :",
    ]:
        assert expected in text.replace("\u00a0", " "), expected


def test_every_page_carries_the_session():
    pages = pages_of(minutes.print_document(specimens.minutes(), at=specimens.AT))
    assert len(pages) > 1
    for page in pages:
        assert "Procès-verbal – Commission d’arbitrage du 15 mai 2025" in page.replace("\u00a0", " ")


def test_an_envelope_that_was_passed_says_so():
    text = text_of(minutes.print_document(specimens.minutes(), at=specimens.AT)).replace("\u00a0", " ")
    assert "L’enveloppe est dépassée." in text
    assert "Dépassement de l’enveloppe : Département de l’Isère, 500,00 € : accord du président." in text


def test_they_are_frozen_with_their_hash_their_data_and_their_template():
    session, _ = closed()
    content = printed(session)
    kept = Minutes.objects.get(session=session)
    assert (kept.sha256, kept.template_version) == (kept.file.sha256, stated.TEMPLATE_VERSION)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        attached = pdf.attachments["proces-verbal-2025-05-12.json"]
        assert json.loads(attached.get_file().read_bytes()) == kept.data
    assert journal.history(session).get(action="procès-verbal établi").after["sha256"] == kept.sha256
    minutes.make(kept)
    assert Minutes.objects.get(session=session).file_id == kept.file_id


def test_data_and_values_are_the_same_thing():
    values = specimens.minutes()
    assert stated.Minutes.from_data(json.loads(json.dumps(values.as_data()))) == values


def test_what_happens_after_the_closing_does_not_change_them():
    session, (selected, waiting, *_) = closed("1500.01")
    reopen(selected, reason="Erreur de saisie", by=None)
    decisions.decide(selected, Outcome.REJECTED, decided_on=session.held_on, by=None, reason="Retiré")
    letters.notify(waiting.decision, by=None)
    text = text_of(printed(session)).replace("\u00a0", " ")
    assert "3 000,01 € (trois mille euros et un centime)" in text
    assert Candidacy.objects.get(pk=selected.pk).state == "rejected"


def test_a_dossier_promoted_later_stays_on_the_waiting_list_of_the_minutes():
    session, (_, waiting, *_) = closed()
    letters.notify(waiting.decision, by=None)
    promotion.promote(waiting, by=None)
    kept = stated.Minutes.from_data(Minutes.objects.get(session=session).data)
    assert [(ruling.outcome, ruling.amount) for ruling in kept.rulings] == [
        ("Retenu", Decimal("3000.01")),
        ("Liste d’attente", Decimal("0.00")),
        ("Non retenu", Decimal("0.00")),
    ]


def test_they_are_opened_by_the_programme_alone():
    session, _ = closed()
    printed(session)
    file = Minutes.objects.get(session=session).file
    by_call = {Role.COMMISSION, Role.IEN}
    for role in set(Role) - by_call:
        assert files.may_open(agent(role), file)
    for role in by_call:
        assert files.may_open(invited(session.call, agent(role)), file)
        assert not files.may_open(agent(role), file)
    assert not files.may_open(UserFactory(), file)
