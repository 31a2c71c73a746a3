"""Fictitious documents of every kind: what the conformity check looks at.

Those of `documents` need no database; those of `documents_of_a_portal` are made from rows, in an empty one.

Every name, number and amount here is invented, but for the identity of the Département.
"""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import cycle

from django.conf import settings

from applications.acknowledgement import Acknowledgement, Service
from applications.domain.acknowledgement import print_document as print_acknowledgement
from conventions.commission.report import CallPart, Report, Row
from conventions.document import (
    COMMUNE,
    EPCI,
    OGEC,
    Act,
    Beneficiary,
    ConventionData,
    Department,
    EntSubscription,
    EquipmentLine,
    Funding,
    Owner,
    School,
    Terms,
)
from conventions.domain.generation import print_document as print_convention
from conventions.domain.report import print_document as print_report
from conventions.domain.texts import packaged
from reviews.domain.letters import print_document as print_letter
from reviews.domain.minutes import print_document as print_minutes
from reviews.letter import REJECTED, SELECTED, WAITING_LIST, DecisionLetter
from reviews.minutes import Fund, Minutes, Person, Ruling
from tools import amendment_specimens, lapse_specimens, recovery_specimens

AT = datetime(2025, 6, 10, 9, 0, tzinfo=UTC)
TERMS = Terms(keeping_years=5, lapse_months=24, proofs_months=12, ent_years=3, bandwidth=Decimal("20"))
DEPARTMENT = Department(
    name=settings.DEPARTMENT["name"],
    siren=settings.DEPARTMENT["siren"],
    address=settings.DEPARTMENT["address"],
    represented_by=settings.DEPARTMENT["represented_by"],
    court=settings.DEPARTMENT["court"],
)

OWNER = Owner(
    name="Société civile immobilière de l’Exemple",
    siret="99999012000019",
    address="3 rue de l’Exemple",
    postal_code="38000",
    city="Exempleville",
    representative_name="Dominique Exemple",
    representative_title="Gérante",
)

ADDRESSEE = (
    "OGEC de l’Exemple",
    "À l’attention de Camille Exemple",
    "12 rue de l’Exemple",
    "38000 Exempleville",
)


def acknowledgement(*, on_paper: bool, by_post: bool = False) -> Acknowledgement:
    return Acknowledgement(
        number="38-2025-0037",
        call="Appel fictif – collèges privés sous contrat",
        calendar="validation des candidatures : mai 2025 ; notification : juin 2025",
        porteur="OGEC de l’Exemple",
        identifier="SIRET 99999012000019",
        schools=("Collège de l’Exemple (0389017H), Exempleville",),
        on_paper=on_paper,
        received_on=date(2025, 4, 2) if on_paper else date(2025, 3, 31),
        received_at="" if on_paper else "31/03/2025 à 23 h 59",
        postmark_on=date(2025, 3, 31) if on_paper else None,
        rejected_on=date(2025, 6, 2) if on_paper else date(2025, 5, 31),
        service=Service(
            name=f"{settings.DEPARTMENT['name']}, service chargé de l’appel",
            address="1 place de l’Exemple\n38000 Exempleville",
            email="contact@exemple.test",
            phone="04 00 00 00 00",
        ),
        missing=("Indiquez au moins un thème de formation.",) if on_paper else (),
        addressee=ADDRESSEE if by_post else (),
        written_on=date(2025, 4, 4) if by_post else None,
    )


def beneficiary(kind: str) -> Beneficiary:
    names = {
        OGEC: ("OGEC de l’Exemple", "Présidente"),
        COMMUNE: ("Commune d’Exempleville", "Maire"),
        EPCI: ("Communauté de communes de l’Exemple", "Président"),
    }
    name, title = names[kind]
    return Beneficiary(
        kind=kind,
        name=name,
        siren="999990120",
        siret="99999012000019",
        rna="W381000001" if kind == OGEC else "",
        address="12 rue de l’Exemple",
        postal_code="38000",
        city="Exempleville",
        representative_name="Camille Exemple",
        representative_title=title,
        commitment_on=date(2025, 3, 1) if kind == OGEC else None,
    )


ARTICLES = (
    ("Ensemble de vidéoprojection interactif (VPI)", 6, "2150.50", "2200.00"),
    ("Écran numérique interactif (ENI)", 2, "3690.00", "3500.00"),
    ("Ensemble de classe mobile – tablettes", 1, "7980.00", "8000.00"),
    ("Ensemble de classe mobile – ordinateurs portables", 1, "12400.00", "12000.00"),
    ("Kit WebRadio", 1, "2499.90", "2500.00"),
    ("Équipement complémentaire", 3, "1320.10", "1500.00"),
)
_PRIVATE = "Privé sous contrat"
COLLEGE = School("0389017H", "Collège de l’Exemple", "Collège", _PRIVATE, False, "Exempleville")
ECOLES = (
    School("0389040H", "École Jean-Fictif", "École élémentaire", "Public", True, "Exempleville"),
    School("0389063H", "École Sainte-Fictive", "École primaire", _PRIVATE, False, "Fauxbourg"),
)


def convention(kind: str, *, lines: int = 6) -> ConventionData:
    """The values of a convention with so many equipment lines, spread over the schools."""
    is_private = kind == OGEC
    schools = (COLLEGE,) if is_private else ECOLES
    equipment, subscription = equipment_lines(schools, lines), ent(schools[0], is_private=is_private)
    expense = sum((line.amount for line in equipment), subscription.amount)
    return ConventionData(
        number="2025-TNE-037",
        dossier="38-2025-0037",
        call="Appel fictif – territoires numériques éducatifs",
        deposited_on=date(2025, 3, 31),
        made_on=date(2025, 6, 10),
        department=DEPARTMENT,
        beneficiary=beneficiary(kind),
        act=Act("2025 CP06 B 16 31", date(2025, 6, 6)),
        schools=schools,
        lines=equipment,
        subscriptions=(subscription,),
        funding=funding(expense, is_private=is_private),
        terms=TERMS,
        text=packaged("ogec" if is_private else "commune"),
        text_version="exemple",
    )


def equipment_lines(schools: tuple[School, ...], count: int) -> tuple[EquipmentLine, ...]:
    """The articles in turn, for each school in turn; some of their prices are above the cap."""
    rows = zip(range(count), cycle(schools), cycle(ARTICLES), strict=False)
    return tuple(
        EquipmentLine(school.name, label, quantity, Decimal(price), Decimal(cap))
        for _, school, (label, quantity, price, cap) in rows
    )


def ent(school: School, *, is_private: bool) -> EntSubscription:
    if is_private:
        return EntSubscription(school.name, "École Directe", Decimal("0.00"), 3, False)
    return EntSubscription(school.name, "ONE", Decimal("480.00"), 3, True)


def funding(expense: Decimal, *, is_private: bool) -> Funding:
    """The whole expense of a collège, 70 % of that of a commune; the odd cent is for the Département."""
    rate = Decimal("1") if is_private else Decimal("0.7")
    amount = (expense * rate).quantize(Decimal("0.01"))
    tne = (amount / 2).quantize(Decimal("0.01"), rounding="ROUND_FLOOR")
    return Funding(
        basis="toutes taxes comprises (TTC)" if is_private else "hors taxes (HT)",
        rate=rate,
        tne_part=Decimal("0.5"),
        expense=expense,
        amount=amount,
        department_share=amount - tne,
        tne_share=tne,
    )


def ruling(number: str, rank: int | None, outcome: str, *, reason: str = "") -> Ruling:
    """A decision; the selected dossier is granted 45 000 €, for which an envelope was passed."""
    selected = outcome == "Retenu"
    share = Decimal("22500.00") if selected else Decimal("0.00")
    return Ruling(
        number=number,
        porteur="OGEC de l’Exemple",
        schools="Collège de l’Exemple (Exempleville)",
        rank=rank,
        case_by_case=selected,
        outcome=outcome,
        amount=share * 2,
        in_words="quarante-cinq mille euros" if selected else "",
        department_share=share,
        tne_share=share,
        reason=reason,
        exceeded=("Département de l’Isère, 500,00 € : accord du président",) if selected else (),
        away=("Personne Fictive Deux",) if selected else (),
    )


def minutes() -> Minutes:
    """The minutes of a session of three members that decided on three dossiers and left one."""
    people = [
        Person("Personne Fictive Un, Département", "Présidence", "Présent", True),
        Person("Personne Fictive Deux, Rectorat", "Membre", "Présent", True),
        Person("Personne Fictive Trois", "Secrétariat", "Présent", True),
        Person("Personne Fictive Quatre", "Membre", "Excusé", False),
    ]
    return Minutes(
        commission="Commission d’arbitrage",
        call="Appel fictif – collèges privés sous contrat",
        held_on=date(2025, 5, 15),
        place="Hôtel du Département, Grenoble",
        opened="9 h 35",
        closed="11 h 50",
        quorum=2,
        voting=2,
        people=tuple(people),
        funds=(
            Fund("Département de l’Isère", Decimal("30000.00"), Decimal("8000.00"), Decimal("30500.00")),
            Fund("Dispositif TNE", Decimal("60000.00"), Decimal("8000.00"), Decimal("30500.00")),
        ),
        rulings=(
            ruling("38-2025-0037", 1, "Retenu", reason="Le projet équipe toutes les classes du collège."),
            ruling("38-2025-0038", 2, "Liste d’attente"),
            ruling("38-2025-0039", None, "Non retenu", reason="Le matériel demandé est déjà présent."),
        ),
        unexamined=("38-2025-0040",),
    )


def letter(outcome: str) -> DecisionLetter:
    """The letter of each outcome, to the OGEC of the example."""
    selected = outcome == SELECTED
    return DecisionLetter(
        number="38-2025-0037",
        call="Appel fictif – collèges privés sous contrat",
        porteur="OGEC de l’Exemple",
        address=("12 rue de l’Exemple", "38000 Exempleville"),
        representative="Camille Exemple, Présidente",
        schools=("Collège de l’Exemple (0389017H)",),
        commission="commission d’arbitrage du 15/05/2025",
        decided_on=date(2025, 5, 15),
        made_on=date(2025, 5, 20),
        outcome=outcome,
        eligible=Decimal("61200.00"),
        amount=Decimal("45000.01") if selected else Decimal("0.00"),
        in_words="quarante-cinq mille euros et un centime" if selected else "zéro euro",
        department_share=Decimal("22500.01") if selected else Decimal("0.00"),
        tne_share=Decimal("22500.00") if selected else Decimal("0.00"),
        price_basis="TTC",
        reason="" if outcome == WAITING_LIST else "Une partie du matériel est déjà présente.",
        contact_email="contact@exemple.test",
    )


def report_row(beneficiary: str, *, is_private: bool) -> Row:
    return Row(
        dossier="38-2025-0037",
        beneficiary=beneficiary,
        identifier="SIRET 99999012000019",
        is_private=is_private,
        schools="Établissement de l’Exemple (Exempleville)",
        basis="TTC" if is_private else "HT",
        expense=Decimal("64285.73"),
        rate=Decimal("0.7"),
        amount=Decimal("45000.01"),
        department_share=Decimal("22500.01"),
        tne_share=Decimal("22500.00"),
    )


def report(rows: int = 40) -> Report:
    """A report whose annex goes beyond one page."""
    private = tuple(report_row(f"OGEC de l’Exemple {n}", is_private=True) for n in range(rows))
    public = (report_row("Commune d’Exempleville", is_private=False),)
    parts = CallPart("Appel fictif – collèges", private), CallPart("Appel fictif – écoles", public)
    return Report(date(2025, 6, 6), parts)


def documents() -> dict[str, bytes]:
    """Every kind of document, by file name."""
    return {
        "accuse-de-reception.pdf": print_acknowledgement(acknowledgement(on_paper=False), at=AT),
        "accuse-de-reception-papier.pdf": print_acknowledgement(acknowledgement(on_paper=True), at=AT),
        "accuse-de-reception-lettre.pdf": print_acknowledgement(
            acknowledgement(on_paper=True, by_post=True), at=AT
        ),
        "convention-ogec.pdf": print_convention(convention(OGEC), at=AT),
        "convention-ogec-proprietaire.pdf": print_convention(replace(convention(OGEC), owner=OWNER), at=AT),
        "convention-commune.pdf": print_convention(convention(COMMUNE, lines=40), at=AT),
        "convention-epci.pdf": print_convention(convention(EPCI), at=AT),
        "rapport-commission-permanente.pdf": print_report(report(), at=AT),
        "proces-verbal.pdf": print_minutes(minutes(), at=AT),
        "lettre-retenu.pdf": print_letter(letter(SELECTED), at=AT),
        "lettre-liste-attente.pdf": print_letter(letter(WAITING_LIST), at=AT),
        "lettre-non-retenu.pdf": print_letter(letter(REJECTED), at=AT),
        **amendment_specimens.documents(),
        **lapse_specimens.documents(),
        **recovery_specimens.documents(),
    }


def documents_of_a_portal() -> dict[str, bytes]:
    """The paper form of each founding call, and what a draft and a deposited dossier print."""
    from applications.blank_form import blank_form_pdf
    from applications.domain.submission import submit
    from applications.models import Call
    from applications.recapitulation import recapitulation_pdf
    from tests.applications.territory import complete_of_commune
    from tests.factories import complete_draft
    from tne38.cli.founding import load_calls

    load_calls()
    found = {f"formulaire-{call.slug}.pdf": blank_form_pdf(call) for call in Call.objects.order_by("slug")}
    deposited = submit(complete_draft(), by=None, at=datetime(2025, 3, 20, 9, 0, tzinfo=UTC))
    return {
        **found,
        "recapitulatif-brouillon.pdf": recapitulation_pdf(complete_of_commune(3)),
        "recapitulatif.pdf": recapitulation_pdf(deposited),
    }
