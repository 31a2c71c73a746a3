"""What the dossiers accepted by a dry run would have taken, since each of them is undone at once."""

from collections.abc import Iterable

from applications.domain.organisations import OrganisationValue, identity
from applications.models import School

from .refusals import Refusal, Refused


class Announced:
    """The porteurs and the schools of the dossiers already accepted; always empty in a real import."""

    def __init__(self) -> None:
        self._porteurs: list[tuple[object, ...]] = []
        self._schools: set[int] = set()

    def remember(self, porteur: OrganisationValue, schools: Iterable[School]) -> None:
        self._porteurs.append(tuple(identity(porteur).values()))
        self._schools.update(school.pk for school in schools)

    def require_new(self, porteur: OrganisationValue) -> None:
        """Raise Refused when an accepted dossier has the same porteur."""
        if tuple(identity(porteur).values()) in self._porteurs:
            message = "Ce porteur a déjà un dossier pour cet appel, plus haut dans ce fichier."
            raise Refused([Refusal("porteur", "doublon", message)])

    def taken(self, schools: Iterable[School]) -> list[Refusal]:
        """The schools that an accepted dossier holds already."""
        return [
            Refusal(
                f"projets[{place}].uai",
                "doublon",
                f"{school.name} figure déjà dans un dossier plus haut dans ce fichier.",
            )
            for place, school in enumerate(schools)
            if school.pk in self._schools
        ]
