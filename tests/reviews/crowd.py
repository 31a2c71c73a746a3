"""Deposited dossiers in number, written at once: what a page costs must not depend on how many there are."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from applications.models import Call, Candidacy, Organisation, School, SchoolProject
from equipment.models import Line
from tests.factories import CatalogueItemFactory, CommuneFactory, siret

START = datetime(2025, 1, 6, 8, 0, tzinfo=UTC)


def crowd(call: Call, count: int) -> list[Candidacy]:
    """Collèges of 200 pupils and more, each asking for one article at 1 000 € and more."""
    item, commune = CatalogueItemFactory(call=call), CommuneFactory()
    ranks = range(count)
    first = Organisation.objects.count() + School.objects.count()  # what was written before keeps its codes
    schools = School.objects.bulk_create(
        School(
            uai=f"{first + rank:07d}X",
            name=f"Collège fictif {rank}",
            kind="college",
            sector="prive_sous_contrat",
            commune=commune,
        )
        for rank in ranks
    )
    organisations = Organisation.objects.bulk_create(
        Organisation(
            kind="ogec",
            name=f"OGEC fictif {rank}",
            siret=siret(5_000_000 + first + rank),
            rna=f"W9{first + rank:08d}",
        )
        for rank in ranks
    )
    dossiers = Candidacy.objects.bulk_create(
        Candidacy(
            call=call,
            organisation=organisation,
            number=f"38-{call.pk}-{rank:04d}",
            state="conforming",
            deposited_at=START + timedelta(minutes=rank),
            frozen=call.terms.as_data(),
        )
        for rank, organisation in zip(ranks, organisations, strict=True)
    )
    projects = SchoolProject.objects.bulk_create(
        SchoolProject(
            candidacy=dossier,
            call=call,
            school=school,
            filed=True,
            divisions=10,
            pupils=200 + rank,
            linked_to_lycee=rank % 2 == 0,
            working_projectors=1,
            working_mobile_labs=0,
        )
        for rank, dossier, school in zip(ranks, dossiers, schools, strict=True)
    )
    Line.objects.bulk_create(
        Line(project=project, item=item, quantity=1, unit_price=Decimal(1000 + rank), unit_cap=Decimal(2200))
        for rank, project in zip(ranks, projects, strict=True)
    )
    return dossiers
