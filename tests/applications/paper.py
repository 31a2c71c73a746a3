"""What the tests of paper forms start from: an envelope, a draft being typed, what the form says."""

from datetime import UTC, date, datetime

from applications.domain.paper import (
    Post,
    start_on_paper_for_college,
)
from applications.models import Candidacy, Organisation
from tests.factories import (
    SchoolFactory,
    agent,
    siret,
)

from .journey import open_call

# The call of the factories closes on 31 March 2025 at 23:59:59.
LAST_DAY, LATER = date(2025, 3, 31), date(2025, 4, 3)
IN_TIME = Post(LAST_DAY, LATER)
CLOSED = {
    "opens_at": datetime(2024, 12, 13, tzinfo=UTC),
    "closes_at": datetime(2025, 3, 31, 21, 59, 59, tzinfo=UTC),
}
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>"


def of_college(by=None, **fields) -> Candidacy:
    """A paper draft just begun for a collège, its call closed for long."""
    school = SchoolFactory(**fields)
    return start_on_paper_for_college(open_call(**CLOSED), school, siret(880007), IN_TIME, by=by or agent())


def filled(candidacy: Candidacy, **project) -> Candidacy:
    """What the form says, typed; no training theme, which a deposit on line would refuse."""
    values = {
        "divisions": 14,
        "pupils": 412,
        "linked_to_lycee": False,
        "working_projectors": 3,
        "working_mobile_labs": 0,
        "description": "Projet fictif.",
        "socle_domains": [1],
        "family_actions": ["Café des parents"],
        "ent_name": "École Directe",
        "ent_years": 3,
        **project,
    }
    candidacy.projects.update(**values)
    Organisation.objects.filter(pk=candidacy.organisation_id).update(
        name="OGEC fictif",
        rna="W381234567",
        representative_name="Représentante fictive",
        representative_title="Présidente",
        address="12 rue de l’Exemple",
        postal_code="38500",
        city="Voiron",
    )
    return Candidacy.objects.get(pk=candidacy.pk)
