"""What a call already holds for a porteur or a school: told to the agent before a paper form is typed again."""

from dataclasses import dataclass

from django.urls import reverse

from .domain.paper import current_of
from .enums import CandidacyState
from .models import Call, Candidacy, Organisation, School


@dataclass(frozen=True)
class Already:
    """A dossier that is there: what it is, where it is read, whether it leaves no room for another one."""

    sentence: str
    url: str
    label: str
    stops: bool


def for_porteur(call: Call, organisation: Organisation | None) -> list[Already]:
    """The dossier of this porteur for this call."""
    found = current_of(call, organisation) if organisation else None
    return [_told(found, organisation.name, stops=True)] if found and organisation else []


def for_school(call: Call, school: School) -> list[Already]:
    """The dossiers in which a school is; a draft on line of somebody stops nothing."""
    given_up = [CandidacyState.WITHDRAWN, CandidacyState.LAPSED]
    dossiers = Candidacy.objects.filter(call=call, projects__school=school).exclude(state__in=given_up)
    return [
        _told(found, school.name, stops=found.state != CandidacyState.DRAFT or found.is_paper_draft)
        for found in dossiers.order_by("pk")[:3]
    ]


def _told(found: Candidacy, name: str, *, stops: bool) -> Already:
    if found.is_paper_draft:
        url = reverse("applications:detail", args=[found.pk])
        return Already(
            f"La saisie du dossier papier de {name} est déjà commencée.", url, "La reprendre", stops
        )
    if found.state == CandidacyState.DRAFT:
        sentence = (
            f"{name} a commencé un dossier en ligne, pas encore déposé. Vérifiez auprès du porteur lequel des deux "
            "dossiers compte ; un porteur n’en a qu’un par appel."
        )
        return Already(sentence, "", "", stops)
    url = reverse("admin:applications_candidacy_change", args=[found.pk])
    return Already(
        f"{name} a déjà un dossier déposé pour cet appel.", url, f"Ouvrir le dossier {found}", stops
    )
