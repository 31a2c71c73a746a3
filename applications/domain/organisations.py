"""Finding the porteur that a file describes, or adding it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from tne38.core import journal
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


@transaction.atomic(savepoint=False)  # nothing is left to save of a caller whose porteur is refused
def find_or_create(value: OrganisationValue, *, by: Any = None) -> Organisation:
    """The organisation of this commune, EPCI (SIREN) or OGEC (SIRET), completed, or a new one.

    What an organisation with members says of itself is never replaced, only its blanks are filled. Raises
    DomainError « doublon » when the one found has another identity.
    """
    found = _match(value)
    organisation = found or Organisation()
    if found is not None:
        _require_same(found, value)
    changed = _completed(organisation, value, kept=found is not None and found.memberships.exists())
    if changed:
        before = {name: getattr(organisation, name) for name in changed} if found else {}
        for name, new in changed.items():
            setattr(organisation, name, new)
        organisation.save()
        journal.record("organisme enregistré", organisation, by=by, before=before, after=changed)
    return organisation


def _completed(organisation: Organisation, value: OrganisationValue, *, kept: bool) -> dict[str, Any]:
    """What the file adds or changes; when `kept`, only what is blank."""
    return {
        name: new
        for name, new in vars(value).items()
        if new
        and new != (current := getattr(organisation, name))
        and not (current and (kept or name == "cer_accepted_at"))
    }


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
