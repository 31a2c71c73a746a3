"""Fictitious rows in number, written at once: dossiers as complete as a deposit asks, of invented schools."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from applications.enums import CandidacyState, OrganisationKind, SchoolKind, Sector
from applications.models import (
    Call,
    Candidacy,
    Commune,
    ConnectedClass,
    Membership,
    Organisation,
    School,
    SchoolProject,
)
from conventions.models import Convention, PermanentCommission, Vote
from equipment.models import CatalogueItem, Line
from reviews.enums import Outcome
from reviews.models import Decision
from tne38.accounts.models import User
from tne38.core.text import fold

START = datetime(2025, 1, 6, 8, 0, tzinfo=UTC)
# What a list shows on an ordinary day of the review.
STATES = [
    CandidacyState.DEPOSITED,
    CandidacyState.IN_REVIEW,
    CandidacyState.CONFORMING,
    CandidacyState.CONFORMING,
    CandidacyState.CONFORMING,
]
LINES = [
    ("VPI", 6, "1980.00"),
    ("CLASSE_MOBILE_PC", 1, "12500.00"),
    ("WEBRADIO", 1, "2150.00"),
    ("ENI", 2, "3400.00"),
]


def copy_of(call: Call, slug: str) -> Call:
    """Another call with the same settings, its ENT products and its catalogue."""
    products, items = list(call.ent_products.all()), list(call.catalogue.select_related("category"))
    categories = {item.category_id: item.category for item in items}
    call.pk, call.slug, call.title = None, slug, f"{call.title} – mesure {slug}"
    call._state.adding = True
    call.save()
    for product in products:
        product.pk, product.call = None, call
    type(products[0]).objects.bulk_create(products)
    for category in categories.values():
        category.pk, category.call = None, call
        category.save()
    for item in items:
        item.pk, item.call, item.category = None, call, categories[item.category_id]
    CatalogueItem.objects.bulk_create(items)
    return call


@transaction.atomic
def add_dossiers(call: Call, count: int, *, member: User | None = None) -> list[Candidacy]:
    """Deposit `count` dossiers of invented collèges for a call; `member` acts for the first of them."""
    first = Candidacy.objects.filter(call=call).count()
    ranks = range(first, first + count)
    communes = list(Commune.objects.all()[:400])
    schools = School.objects.bulk_create(_school(call, rank, communes) for rank in ranks)
    organisations = Organisation.objects.bulk_create(_organisation(call, rank) for rank in ranks)
    pairs = zip(ranks, schools, organisations, strict=True)
    candidacies = Candidacy.objects.bulk_create(_candidacy(call, *pair) for pair in pairs)
    projects = SchoolProject.objects.bulk_create(
        _project(call, rank, candidacy, school)
        for rank, candidacy, school in zip(ranks, candidacies, schools, strict=True)
    )
    ConnectedClass.objects.bulk_create(
        ConnectedClass(project=project, name=f"Classe {index + 1}", mbps=Decimal("42.5"), position=index)
        for project in projects
        for index in range(8)
    )
    items = {item.code: item for item in call.catalogue.all()}
    Line.objects.bulk_create(
        Line(
            project=project,
            item=items[code],
            quantity=quantity,
            unit_price=Decimal(price),
            unit_cap=items[code].cap,
            position=index,
        )
        for project in projects
        for index, (code, quantity, price) in enumerate(LINES)
    )
    if member is not None and first == 0:
        Membership.objects.create(user=member, organisation=organisations[0])
    return candidacies


def _school(call: Call, rank: int, communes: list[Commune]) -> School:
    name = f"Collège fictif {rank:05d}"
    return School(
        uai=f"9{call.pk % 10}{rank:05d}X",
        name=name,
        kind=SchoolKind.COLLEGE,
        sector=Sector.PRIVATE_UNDER_CONTRACT,
        commune=communes[rank % len(communes)],
        search_text=fold(name),
    )


def _organisation(call: Call, rank: int) -> Organisation:
    return Organisation(
        kind=OrganisationKind.OGEC,
        name=f"OGEC fictif {rank:05d}",
        siret=f"9{call.pk:05d}{rank:08d}",
        siren=f"9{call.pk:03d}{rank:05d}",
        rna=f"W{call.pk % 1000:03d}{rank:06d}",
        address="1 rue de l’Exemple",
        postal_code="38000",
        city="Grenoble",
        email=f"ogec{rank}@exemple.test",
        representative_name="Représentante fictive",
        representative_title="Présidente",
        cer_accepted_at=START,
    )


def _candidacy(call: Call, rank: int, school: School, organisation: Organisation) -> Candidacy:
    number = f"38-{call.pk:04d}-{rank:05d}"
    return Candidacy(
        call=call,
        organisation=organisation,
        number=number,
        state=STATES[rank % len(STATES)],
        deposited_at=START + timedelta(minutes=7 * rank),
        frozen=call.terms.as_data(),
        search_text=fold(f"{number} {organisation.name} {school.name}"),
    )


def _project(call: Call, rank: int, candidacy: Candidacy, school: School) -> SchoolProject:
    return SchoolProject(
        candidacy=candidacy,
        call=call,
        school=school,
        filed=True,
        contact_email="college@exemple.test",
        divisions=8 + rank % 20,
        pupils=200 + 13 * rank % 500,
        linked_to_lycee=rank % 3 == 0,
        working_projectors=rank % 12,
        working_mobile_labs=rank % 3,
        description="Projet fictif : lire, écrire et publier avec une webradio. " * 12,
        socle_domains=[1, 2, 3],
        training=["Accessibilité numérique"],
        family_actions=["Café des parents"],
        ent_name="Skolengo",
        ent_years=3,
        ent_annual_cost=Decimal("1450.00"),
    )


@transaction.atomic
def vote(candidacies: list[Candidacy]) -> list[Convention]:
    """The conventions, to be made, of dossiers voted at 35,000 euros each."""
    amount, half = Decimal("35000.00"), Decimal("17500.00")
    shares = {"amount": amount, "department_share": half, "tne_share": half}
    number = f"2025 CP06 B 16 {PermanentCommission.objects.count() + 1}"
    commission = PermanentCommission.objects.create(number=number, held_on=date(2025, 6, 20))
    Candidacy.objects.filter(pk__in=[c.pk for c in candidacies]).update(state=CandidacyState.VOTED)
    Decision.objects.bulk_create(
        Decision(
            candidacy=c,
            outcome=Outcome.SELECTED,
            decided_on=date(2025, 5, 20),
            quoted_expense=amount,
            **shares,
        )
        for c in candidacies
    )
    Vote.objects.bulk_create(Vote(candidacy=c, commission=commission, **shares) for c in candidacies)
    Convention.objects.bulk_create(Convention(candidacy=c) for c in candidacies)
    return list(Convention.objects.filter(candidacy__in=candidacies).order_by("pk"))
