"""What the fictitious dossiers say. Schools and communes are real, everything else is invented."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from stdnum import luhn

from applications.domain.classes import ClassValue
from applications.domain.entry import ProjectValue
from applications.domain.organisations import OrganisationValue, name_of_commune
from applications.enums import PRIMARY_KINDS, OrganisationKind, SchoolKind, Sector
from applications.models import Call, Commune, School
from equipment.domain.lines import LineValue
from equipment.models import CatalogueItem

_DESCRIPTION = (
    "[Exemple fictif] {name} souhaite équiper ses classes pour rendre les apprentissages accessibles à tous "
    "les élèves : lecture à voix haute, documents adaptés, production orale et écrite. Les enseignants sont "
    "formés avant l’arrivée du matériel, et les familles sont invitées à découvrir les usages de la classe."
)


def colleges() -> list[School]:
    """The open private collèges under contract, in a stable order."""
    return list(
        School.objects.filter(kind=SchoolKind.COLLEGE, sector=Sector.PRIVATE_UNDER_CONTRACT, is_open=True)
        .select_related("commune")
        .order_by("uai")
    )


def communes(count: int) -> list[tuple[Commune, list[School]]]:
    """Middle-sized communes with one or two of their public écoles, in a stable order."""
    schools: dict[int, list[School]] = {}
    rows = School.objects.filter(kind__in=PRIMARY_KINDS, sector=Sector.PUBLIC, is_open=True, pupils__gt=0)
    for school in rows.select_related("commune").order_by("uai"):
        schools.setdefault(school.commune_id, []).append(school)
    found = Commune.objects.filter(pk__in=schools, population__lte=9000).order_by("-population", "insee")
    return [(commune, schools[commune.pk][:2]) for commune in found[:count]]


def ogec(rank: int, college: School, *, at: datetime) -> OrganisationValue:
    """The invented OGEC of a real collège."""
    assert college.commune is not None
    return OrganisationValue(
        kind=OrganisationKind.OGEC,
        name=f"OGEC fictif n° {rank} – {college.name}"[:200],
        email=f"ogec-{rank}@demo.test",
        representative_name=f"Représentant Fictif {rank}",
        representative_title="Présidente de l’OGEC",
        siret=_siret(rank),
        rna=f"W38{9_000_000 + rank}",
        address=college.address or "1 rue de l’Exemple",
        postal_code=college.postal_code,
        city=college.commune.name,
        cer_accepted_at=at,
    )


def _siret(rank: int) -> str:
    """A number that passes the check of SIRET and that no body has been given."""
    siren = f"9999{rank:04d}"
    siren += luhn.calc_check_digit(siren)
    return siren + "0001" + luhn.calc_check_digit(siren + "0001")


def mairie(commune: Commune) -> OrganisationValue:
    """A real commune, with invented contacts."""
    return OrganisationValue(
        kind=OrganisationKind.COMMUNE,
        name=name_of_commune(commune),
        email=f"mairie-{commune.insee}@demo.test",
        representative_name=f"Maire Fictif de {commune.name}"[:150],
        representative_title="Maire",
        siren=commune.siren,
        commune=commune,
    )


def project(rank: int, school: School, call: Call) -> ProjectValue:
    """An invented project for a real school; `rank` makes the figures vary."""
    pupils = school.pupils or 180
    divisions = school.divisions or max(4, round(pupils / 27))
    training = [theme.label for theme in call.training_themes.all()]
    actions = [action.label for action in call.family_actions.all()]
    subsidised = rank % 3 == 0
    college = call.is_for_college
    return ProjectValue(
        school=school,
        classes=[
            ClassValue(f"Classe {letter}", Decimal(20 + 7 * place)) for place, letter in enumerate("ABC")
        ],
        divisions=divisions,
        pupils=pupils,
        linked_to_lycee=bool(school.suggested_lycee) if college else None,
        working_projectors=divisions * (rank % 4) // 4,
        working_mobile_labs=rank % 3,
        description=_DESCRIPTION.format(name=school.name),
        socle_domains=[1, 2, 1 + rank % 5] if rank % 5 > 1 else [1, 2],
        training=[training[rank % len(training)], training[(rank + 3) % len(training)]],
        family_actions=[actions[rank % len(actions)]],
        ent_name=("NEO" if college else "ONE") if subsidised else "École Directe",
        ent_years=3,
        ent_annual_cost=Decimal(pupils) * Decimal("2.50") if subsidised else Decimal("0.00"),
    )


def equipment(rank: int, project: ProjectValue, call: Call) -> Sequence[LineValue]:
    """Invented lines: some stay within the thresholds, some go beyond, one price is above its cap."""
    items = {item.code: item for item in CatalogueItem.objects.filter(call=call)}
    projectors = max(2, (project.divisions or 4) // 2 + rank % 3)
    lines = [
        LineValue(items["VPI"], projectors, Decimal("1850.00")),
        LineValue(items["CLASSE_MOBILE_TABLETTES"], 1 + rank % 3, Decimal("6900.50")),
    ]
    if rank % 2:
        lines.append(LineValue(items["WEBRADIO"], 1, Decimal("2100.00")))
    if rank % 4 == 0:
        lines.append(LineValue(items["ENI"], 2, Decimal("3650.00")))
    return lines
