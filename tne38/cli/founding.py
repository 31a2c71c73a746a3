"""The two loads that every portal starts with: the directory, and the founding calls."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction

from applications import founding_calls, reference
from applications.domain import calls, directory
from applications.domain.calls import CallText
from equipment.domain import catalogue
from reviews.domain import conformity, funding
from reviews.enums import Funder

# isere.fr, 3 September 2024: an AMI of 870 000 €, half from the Département's own funds.
COLLEGES_ENVELOPE = {Funder.DEPARTMENT: Decimal("435000.00"), Funder.TNE: Decimal("435000.00")}


def load_reference() -> int:
    """Load the packaged open data. Returns how many rows were new or changed."""
    changed = directory.load_territories(reference.epcis(), reference.communes())
    return changed + directory.load_schools(reference.schools(), refresh=False)


@transaction.atomic
def found(text: CallText, envelope: Mapping[Funder, Decimal]) -> bool:
    """Create a call with its catalogue, its points of conformity and its envelope, unless it exists. Returns whether it did."""
    call, created = calls.create_missing(text)
    if created:
        catalogue.ship(call)
        conformity.ship(call)
        if envelope:
            funding.endow(call, envelope)
    return created


def load_calls() -> dict[str, bool]:
    """Create the founding calls that are missing; a call that exists is not touched. By slug: created?"""
    return {
        founding_calls.COLLEGES: found(founding_calls.COLLEGES_TEXT, COLLEGES_ENVELOPE),
        founding_calls.PRIMARY: found(founding_calls.PRIMARY_TEXT, {}),
    }
