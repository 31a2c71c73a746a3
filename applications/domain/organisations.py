"""Finding the porteur that a file or an applicant names, or adding it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed
from tne38.core.text import fold

from ..enums import MembershipRole, OrganisationKind
from ..models import Commune, Epci, Organisation
from .members import add_member


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


def identity(value: OrganisationValue) -> dict[str, Any]:
    """What makes a porteur the same one from one file to the next: its commune, its SIREN (EPCI), its SIRET (OGEC)."""
    if value.kind == OrganisationKind.COMMUNE:
        return {"kind": value.kind, "commune": value.commune}
    if value.kind == OrganisationKind.EPCI:
        return {"kind": value.kind, "siren": value.siren or value.siret[:9]}
    return {"kind": value.kind, "siret": value.siret}


def _match(value: OrganisationValue) -> Organisation | None:
    known = identity(value)
    return Organisation.objects.filter(**known).first() if all(known.values()) else None


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


def of_territory(territory: Commune | Epci, *, by: Any, contact: str) -> Organisation:
    """The organisation of a commune or of an EPCI, managed by `by`; created when the portal has none.

    An organisation belongs to its members: nobody enters it by choosing its name. One that has dossiers but no
    member (they came on paper) is opened by the address that it gave itself. `contact` is the address to write
    to. Raises NotAllowed.
    """
    known_of_territory(territory, by=by, contact=contact)
    found = organisation_of(territory, by=by)
    add_member(found, by, MembershipRole.MANAGER, by=by)
    return found


def organisation_of(territory: Commune | Epci, *, by: Any) -> Organisation:
    """The organisation of a commune or of an EPCI, without anyone to act for it when the portal has none yet."""
    found = known_organisation(territory)
    if found is None:
        found = Organisation.objects.create(**_of_directory(territory))
        after = {"nature": found.kind, "nom": found.name, "siren": found.siren}
        journal.record("organisme enregistré", found, by=by, after=after)
    return found


def known_of_territory(territory: Commune | Epci, *, by: Any, contact: str) -> Organisation | None:
    """The organisation of a commune or of an EPCI that `by` may manage, if the portal has one. Raises NotAllowed."""
    found = known_organisation(territory)
    if found and not found.memberships.filter(user=by, role=MembershipRole.MANAGER).exists():
        _require_free(found, by=by, contact=contact)
    return found


def known_organisation(territory: Commune | Epci) -> Organisation | None:
    """The organisation of a commune or of an EPCI, if the portal has one."""
    if isinstance(territory, Commune):
        return Organisation.objects.filter(commune=territory).first()
    return Organisation.objects.filter(kind=OrganisationKind.EPCI, siren=territory.siren).first()


def _of_directory(territory: Commune | Epci) -> dict[str, Any]:
    if isinstance(territory, Epci):
        return {
            "kind": OrganisationKind.EPCI,
            "name": territory.name,
            "siren": territory.siren,
            "epci": territory,
        }
    return {
        "kind": OrganisationKind.COMMUNE,
        "name": name_of_commune(territory),
        "siren": territory.siren,
        "commune": territory,
        "postal_code": territory.postal_codes[0] if len(territory.postal_codes) == 1 else "",
        "city": territory.name,
    }


def name_of_commune(commune: Commune) -> str:
    """« Commune de Voiron », « Commune d’Échirolles », « Commune du Touvet », « Commune des Adrets »."""
    name = commune.name
    for article, contracted in (("Le ", "du "), ("Les ", "des ")):
        if name.startswith(article):
            return f"Commune {contracted}{name.removeprefix(article)}"
    # Every H of Isère is silent: Herbeys, Heyrieux, Hières, Huez, Hurtières.
    return f"Commune d’{name}" if fold(name)[:1] in set("aeiouh") else f"Commune de {name}"


def _require_free(organisation: Organisation, *, by: Any, contact: str) -> None:
    if organisation.memberships.exists():
        raise NotAllowed(
            f"{organisation.name} a déjà un espace sur le portail. Demandez à l’une des personnes qui le gèrent "
            f"de vous inviter, ou écrivez à {contact}."
        )
    is_theirs = organisation.email.casefold() == by.email.casefold()
    if organisation.candidacies.exists() and not is_theirs:
        raise NotAllowed(
            f"{organisation.name} a déjà des dossiers enregistrés. Connectez-vous avec l’adresse électronique "
            f"donnée dans ces dossiers, ou écrivez à {contact}."
        )
