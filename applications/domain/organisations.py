"""Finding the porteur that a file describes, or adding it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tne38.core.errors import DomainError

from ..enums import OrganisationKind
from ..models import Commune, Epci, Organisation


@dataclass(frozen=True)
class OrganisationValue:
    """A porteur as a file describes it; identifiers are compact, empty when unknown."""

    kind: str
    name: str
    email: str
    representative_name: str
    representative_title: str
    siren: str = ""
    siret: str = ""
    rna: str = ""
    address: str = ""
    postal_code: str = ""
    city: str = ""
    commune: Commune | None = None
    epci: Epci | None = None
    cer_accepted_at: datetime | None = None


@transaction.atomic
def find_or_create(value: OrganisationValue) -> Organisation:
    """The organisation of this commune, EPCI (SIREN) or OGEC (SIRET), completed, or a new one.

    What an organisation with members says of itself is never replaced, only its blanks are filled. Raises
    DomainError « doublon » when the one found has another identity.
    """
    found = _match(value)
    organisation = found or Organisation()
    if found is not None:
        _require_same(found, value)
    kept = found is not None and found.memberships.exists()
    changed = False
    for field, new in vars(value).items():
        current = getattr(organisation, field)
        if new and new != current and not (kept and current) and not (field == "cer_accepted_at" and current):
            setattr(organisation, field, new)
            changed = True
    if changed:
        organisation.save()
    return organisation


def _match(value: OrganisationValue) -> Organisation | None:
    known = Organisation.objects.filter(kind=value.kind)
    if value.kind == OrganisationKind.COMMUNE:
        return known.filter(commune=value.commune).first()
    if value.kind == OrganisationKind.EPCI:
        siren = value.siren or value.siret[:9]
        return known.filter(siren=siren).first() if siren else None
    return known.filter(siret=value.siret).first() if value.siret else None


def _require_same(found: Organisation, value: OrganisationValue) -> None:
    siren = value.siren or value.siret[:9]
    if found.siren and siren and found.siren != siren:
        raise DomainError(
            "doublon", f"{found.name} est déjà connu avec le SIREN {found.siren}.", field="porteur.siren"
        )
    if found.rna and value.rna and found.rna != value.rna:
        raise DomainError(
            "doublon", f"{found.name} est déjà connu avec le numéro RNA {found.rna}.", field="porteur.rna"
        )
