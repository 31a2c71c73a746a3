"""How a dossier is reached from an address: within what the person may see, else it does not exist."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from ..models import Candidacy


def dossier_or_404(request: HttpRequest, pk: int) -> Candidacy:
    """The dossier with its call and its porteur; 404 for whoever may not see it."""
    dossiers = Candidacy.objects.visible_to(request.user)
    return get_object_or_404(dossiers.select_related("call", "organisation", "acknowledgement"), pk=pk)


def may_edit(request: HttpRequest, candidacy: Candidacy) -> bool:
    """Whether the person may fill in this dossier on line."""
    return request.user.has_perm("applications.edit_candidacy", candidacy)
