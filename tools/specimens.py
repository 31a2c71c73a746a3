"""Fictitious documents of every kind, made without a database: what the conformity check looks at.

Every name, number and amount here is invented, but for the identity of the Département.
"""

from datetime import UTC, date, datetime
from decimal import Decimal

from django.conf import settings

from applications.acknowledgement import Acknowledgement, Service
from applications.domain.acknowledgement import print_document as print_acknowledgement
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
    School,
    Terms,
)
from conventions.domain.generation import print_document as print_convention

AT = datetime(2025, 6, 10, 9, 0, tzinfo=UTC)
TERMS = Terms(keeping_years=5, lapse_months=24, proofs_months=12, ent_years=3, bandwidth=Decimal("20"))
DEPARTMENT = Department(
    name=settings.DEPARTMENT["name"],
    siren=settings.DEPARTMENT["siren"],
    address=settings.DEPARTMENT["address"],
    represented_by=settings.DEPARTMENT["represented_by"],
    court=settings.DEPARTMENT["court"],
)


def acknowledgement(*, on_paper: bool) -> Acknowledgement:
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


def convention(kind: str, *, lines: int = 6) -> ConventionData:
    """The values of a convention with so many equipment lines, spread over the schools."""
    college = School(
        "0389017H", "Collège de l’Exemple", "Collège", "Privé sous contrat", False, "Exempleville"
    )
    ecoles = (
        School("0389040H", "École Jean-Fictif", "École élémentaire", "Public", True, "Exempleville"),
        School(
            "0389063H", "École Sainte-Fictive", "École primaire", "Privé sous contrat", False, "Fauxbourg"
        ),
    )
    schools = (college,) if kind == OGEC else ecoles
    articles = [
        ("Ensemble de vidéoprojection interactif (VPI)", 6, "2150.50", "2200.00"),
        ("Écran numérique interactif (ENI)", 2, "3690.00", "3500.00"),
        ("Ensemble de classe mobile – tablettes", 1, "7980.00", "8000.00"),
        ("Ensemble de classe mobile – ordinateurs portables", 1, "12400.00", "12000.00"),
        ("Kit WebRadio", 1, "2499.90", "2500.00"),
        ("Équipement complémentaire", 3, "1320.10", "1500.00"),
    ]
    chosen = [(index, *articles[index % len(articles)]) for index in range(lines)]
    products = {True: EntSubscription(schools[0].name, "École Directe", Decimal("0.00"), 3, False)}
    subscription = products.get(
        kind == OGEC, EntSubscription(schools[0].name, "ONE", Decimal("480.00"), 3, True)
    )
    rate = Decimal("1") if kind == OGEC else Decimal("0.7")
    equipment = tuple(
        EquipmentLine(schools[index % len(schools)].name, label, quantity, Decimal(price), Decimal(cap))
        for index, label, quantity, price, cap in chosen
    )
    expense = sum((line.amount for line in equipment), subscription.amount)
    amount = (expense * rate).quantize(Decimal("0.01"))
    tne = (amount / 2).quantize(Decimal("0.01"), rounding="ROUND_FLOOR")
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
        funding=Funding(
            basis="toutes taxes comprises (TTC)" if kind == OGEC else "hors taxes (HT)",
            rate=rate,
            tne_part=Decimal("0.5"),
            expense=expense,
            amount=amount,
            department_share=amount - tne,
            tne_share=tne,
        ),
        terms=TERMS,
    )


def documents() -> dict[str, bytes]:
    """Every kind of document, by file name."""
    return {
        "accuse-de-reception.pdf": print_acknowledgement(acknowledgement(on_paper=False), at=AT),
        "accuse-de-reception-papier.pdf": print_acknowledgement(acknowledgement(on_paper=True), at=AT),
        "convention-ogec.pdf": print_convention(convention(OGEC), at=AT),
        "convention-commune.pdf": print_convention(convention(COMMUNE, lines=40), at=AT),
        "convention-epci.pdf": print_convention(convention(EPCI), at=AT),
    }
