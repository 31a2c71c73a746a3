"""Rows for the tests. Names and addresses are fictitious; school codes pass the UAI key."""

from datetime import UTC, datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from applications.enums import Audience, OrganisationKind, PriceBasis, SchoolKind, Sector
from applications.models import (
    Call,
    Candidacy,
    Commune,
    ConnectedClass,
    EntProduct,
    Epci,
    Membership,
    Organisation,
    School,
    SchoolProject,
)
from equipment.models import CatalogueItem, Category, Line
from tne38.accounts.enums import Role
from tne38.accounts.models import User

PASSWORD = "mot-de-passe-des-tests"
KEYS = "ABCDEFGHJKLMNPRSTUVWXYZ"


def uai(rank: int) -> str:
    """A well-formed UAI in a range no real school has; after 5,000 schools the first ones come back."""
    digits = f"038{5000 + rank % 5000}"
    return digits + KEYS[int(digits) % 23]


def siren(rank: int) -> str:
    """A nine-digit number that passes Luhn."""
    stem = f"9{rank:07d}"
    total = sum(
        sum(divmod(int(digit) * (2 if place % 2 else 1), 10)) for place, digit in enumerate(stem, start=0)
    )
    return stem + str(-total % 10)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"personne{n}@exemple.test")
    full_name = "Personne fictive"

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return User.objects.create_user(password=kwargs.pop("password", PASSWORD), **kwargs)


def agent(role: Role = Role.INSTRUCTEUR, **fields) -> User:
    """An account with one role."""
    user = UserFactory(**fields)
    user.give_role(role)
    return user


class EpciFactory(DjangoModelFactory):
    class Meta:
        model = Epci

    siren = factory.Sequence(lambda n: siren(9000 + n))
    name = factory.Sequence(lambda n: f"CC fictive {n}")
    kind = "CC"


class CommuneFactory(DjangoModelFactory):
    class Meta:
        model = Commune

    insee = factory.Sequence(lambda n: f"38{n % 1000:03d}")
    name = factory.Sequence(lambda n: f"Commune fictive {n}")
    siren = factory.Sequence(lambda n: siren(1000 + n))
    epci = factory.SubFactory(EpciFactory)


class SchoolFactory(DjangoModelFactory):
    """A private collège under contract."""

    class Meta:
        model = School

    uai = factory.Sequence(uai)
    name = factory.Sequence(lambda n: f"Collège fictif {n}")
    kind = SchoolKind.COLLEGE
    sector = Sector.PRIVATE_UNDER_CONTRACT
    commune = factory.SubFactory(CommuneFactory)


class EcoleFactory(SchoolFactory):
    """A public école."""

    name = factory.Sequence(lambda n: f"École fictive {n}")
    kind = SchoolKind.ELEMENTAIRE
    sector = Sector.PUBLIC


class CallFactory(DjangoModelFactory):
    """A call for collèges with the settings of the AMI, open during the year 2025 until 31 March."""

    class Meta:
        model = Call

    slug = factory.Sequence(lambda n: f"appel-{n}")
    title = "Appel fictif – collèges"
    audience = Audience.COLLEGE
    year = 2025
    opens_at = datetime(2024, 12, 12, 23, 0, tzinfo=UTC)
    closes_at = datetime(2025, 3, 31, 21, 59, 59, tzinfo=UTC)  # 31 March, 23:59:59 in Paris
    contact_email = "contact@exemple.test"
    rectorat_email = "rectorat@exemple.test"
    subsidy_rate = Decimal("1")
    price_basis = PriceBasis.TTC
    automatic_criteria = True
    minimum_criteria = 2
    priority_threshold = Decimal("60000.00")
    standard_threshold = Decimal("35000.00")
    maximum_divisions = 15
    maximum_pupils = 450
    low_equipment_rate = Decimal("0.5")
    points_isolated = 3
    points_size = 2
    points_low_equipment = 1
    minimum_bandwidth = Decimal("20")
    requires_socle = True


class EntProductFactory(DjangoModelFactory):
    class Meta:
        model = EntProduct

    call = factory.SubFactory(CallFactory)
    name = "École Directe"
    fulfils = True
    subsidised = False


class CatalogueItemFactory(DjangoModelFactory):
    class Meta:
        model = CatalogueItem

    call = factory.SubFactory(CallFactory)
    category = factory.LazyAttribute(
        lambda item: Category.objects.get_or_create(
            call=item.call, code="VIDEOPROJECTION", defaults={"label": "Vidéoprojection interactive"}
        )[0]
    )
    code = "VPI"
    label = "Ensemble de vidéoprojection interactif (VPI)"
    cap = Decimal("2200.00")


class OrganisationFactory(DjangoModelFactory):
    """An OGEC, complete."""

    class Meta:
        model = Organisation

    kind = OrganisationKind.OGEC
    name = factory.Sequence(lambda n: f"OGEC fictif {n}")
    siret = factory.Sequence(lambda n: siret(n))  # noqa: PLW0108 - defined below
    rna = factory.Sequence(lambda n: f"W38{n:07d}")
    email = factory.Sequence(lambda n: f"ogec{n}@exemple.test")
    representative_name = "Représentante fictive"
    representative_title = "Présidente"
    cer_accepted_at = datetime(2025, 1, 15, 9, 0, tzinfo=UTC)


def siret(rank: int) -> str:
    """A fourteen-digit number that passes Luhn."""
    stem = siren(rank) + f"{rank % 10000:04d}"
    total = sum(sum(divmod(int(digit) * (2 if place % 2 else 1), 10)) for place, digit in enumerate(stem, 1))
    return stem + str(-total % 10)


class CandidacyFactory(DjangoModelFactory):
    """A draft for a private collège, empty but for its school."""

    class Meta:
        model = Candidacy

    call = factory.SubFactory(CallFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class SchoolProjectFactory(DjangoModelFactory):
    """A complete project: everything a deposit on line asks for."""

    class Meta:
        model = SchoolProject

    candidacy = factory.SubFactory(CandidacyFactory)
    school = factory.SubFactory(SchoolFactory)
    contact_email = "college@exemple.test"
    divisions = 14
    pupils = 412
    linked_to_lycee = False
    working_projectors = 3
    working_mobile_labs = 0
    description = "Projet fictif : lire, écrire et publier avec une webradio."
    socle_domains = [1, 2]
    training = ["Accessibilité numérique"]
    family_actions = ["Café des parents"]
    ent_name = "École Directe"
    ent_years = 3
    ent_annual_cost = Decimal("0.00")


class ConnectedClassFactory(DjangoModelFactory):
    class Meta:
        model = ConnectedClass

    project = factory.SubFactory(SchoolProjectFactory)
    name = "6e A"
    mbps = Decimal("35")


class LineFactory(DjangoModelFactory):
    class Meta:
        model = Line

    project = factory.SubFactory(SchoolProjectFactory)
    item = factory.LazyAttribute(lambda line: CatalogueItemFactory(call=line.project.call))
    quantity = 2
    unit_price = Decimal("1700.00")


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)


def complete_draft(call: Call | None = None, **project_fields) -> Candidacy:
    """A draft that may be deposited: one collège, its ENT, one class at 35 Mb/s, two VPI at 1 700 €."""
    call = call or CallFactory()
    if not call.ent_products.exists():
        EntProductFactory(call=call)
    project = SchoolProjectFactory(candidacy=CandidacyFactory(call=call), **project_fields)
    ConnectedClassFactory(project=project)
    item = call.catalogue.filter(code="VPI").first() or CatalogueItemFactory(call=call)
    LineFactory(project=project, item=item)
    return project.candidacy
