"""What the tests of the 1er degré start from: a commune or an EPCI, its écoles, a draft and its person."""

from decimal import Decimal

from applications.domain.territory import start_for_territory
from applications.enums import Audience, OrganisationKind
from applications.models import Call, Candidacy, Commune, Organisation, SchoolProject
from equipment.models import Line
from tests.factories import (
    CandidacyFactory,
    CommuneFactory,
    ConnectedClassFactory,
    EcoleFactory,
    MembershipFactory,
    SchoolProjectFactory,
    UserFactory,
)

from .journey import open_call


def primary_call(**fields) -> Call:
    """A call of the 1er degré open now, at 70 % HT."""
    settings = {
        "title": "Appel fictif – écoles",
        "audience": Audience.PRIMARY,
        "automatic_criteria": False,
        "requires_socle": False,
        "subsidy_rate": Decimal("0.7"),
        "price_basis": "HT",
        "priority_threshold": None,
        "standard_threshold": None,
    }
    return open_call(**{**settings, **fields})


def commune_with_schools(count: int = 3, **fields) -> Commune:
    """A commune with that many public écoles."""
    commune = CommuneFactory(**fields)
    for rank in range(count):
        EcoleFactory(commune=commune, name=f"École n° {rank + 1:02d}")
    return commune


def begun_by_commune(client, count: int = 3) -> Candidacy:
    """A draft just begun by a person of a commune, who is signed in on `client`."""
    commune = commune_with_schools(count)
    user = UserFactory()
    client.force_login(user)
    return start_for_territory(primary_call(), commune, commune.schools.all(), by=user)


def complete_of_commune(count: int) -> Candidacy:
    """A draft that may be deposited, each école with a class and a line of 2 × 1 700 €."""
    commune = commune_with_schools(count)
    porteur = Organisation.objects.create(
        kind=OrganisationKind.COMMUNE,
        commune=commune,
        name=f"Commune de {commune.name}",
        siren=commune.siren,
        email="mairie@exemple.test",
        representative_name="Maire fictive",
        representative_title="Maire",
    )
    candidacy = CandidacyFactory(call=primary_call(), organisation=porteur)
    grow(candidacy, count)
    return candidacy


def complete(client, count: int) -> Candidacy:
    """The same, its person being signed in on `client`."""
    candidacy = complete_of_commune(count)
    client.force_login(MembershipFactory(organisation=candidacy.organisation).user)
    return candidacy


def grow(candidacy: Candidacy, count: int) -> None:
    """Give the dossier that many complete schools in all."""
    item = candidacy.call.catalogue.get()
    commune = candidacy.organisation.commune
    for rank in range(candidacy.projects.count(), count):
        school = commune.schools.filter(name=f"École n° {rank + 1:02d}").first()
        school = school or EcoleFactory(commune=commune, name=f"École n° {rank + 1:02d}")
        project = SchoolProjectFactory(candidacy=candidacy, school=school, position=rank)
        ConnectedClassFactory(project=project)
        Line.objects.create(project=project, item=item, quantity=2, unit_price=Decimal("1700"))


def first(candidacy: Candidacy) -> SchoolProject:
    return candidacy.projects.order_by("position")[0]
