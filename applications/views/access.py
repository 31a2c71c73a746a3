"""How a dossier is reached from an address: within what the person may see, else it does not exist."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from ..enums import CandidacyState
from ..followed import followed
from ..models import Candidacy, SchoolProject
from ..steps import Step


def dossier_or_404(request: HttpRequest, pk: int) -> Candidacy:
    """The dossier with its call and its porteur; 404 for whoever may not see it."""
    dossiers = Candidacy.objects.visible_to(request.user)
    found = get_object_or_404(dossiers.select_related("call", "organisation", "acknowledgement"), pk=pk)
    found.seen_by = request.user
    return found


def followed_or_404(request: HttpRequest, pk: int) -> Candidacy:
    """The same with what its follow-up page shows."""
    found = get_object_or_404(followed(Candidacy.objects.visible_to(request.user)), pk=pk)
    found.seen_by = request.user
    return found


def may_edit(request: HttpRequest, candidacy: Candidacy) -> bool:
    """Whether the person may change this dossier as a whole: its schools, its deletion, its deposit."""
    return request.user.has_perm("applications.edit_candidacy", candidacy)


def may_write(request: HttpRequest, candidacy: Candidacy, step: Step, project: SchoolProject) -> bool:
    """Whether the person may fill in this page of a draft now; a deposited one is corrected elsewhere."""
    return candidacy.state == CandidacyState.DRAFT and request.user.has_perm(
        "applications.edit_place", step.place(candidacy, project)
    )
