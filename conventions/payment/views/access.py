"""How the pages of a payment are reached: a dossier that one sees, whose convention is notified."""

from django.http import Http404, HttpRequest

from applications.models import Candidacy
from applications.views.access import dossier_or_404

from ...domain.accounts import open_claim
from ...domain.invoices import CLAIMABLE, FILE_CLAIM
from ...models import Claim, Convention
from ..workflow import ClaimState


def convention_or_404(request: HttpRequest, pk: int) -> Convention:
    """The notified convention of a dossier; 404 for whoever may not see it."""
    candidacy = dossier_or_404(request, pk)
    rows = Convention.objects.select_related("candidacy__vote_result").filter(candidacy=candidacy)
    convention = rows.filter(notified_on__isnull=False).first()
    if convention is None:
        raise Http404
    candidacy.vote_result = convention.candidacy.vote_result
    convention.candidacy = candidacy
    return convention


def may_prepare(request: HttpRequest, candidacy: Candidacy, claim: Claim | None) -> bool:
    """Whether this person may change the invoices of the request now; an agent, until it is liquidated."""
    if candidacy.state not in CLAIMABLE or not request.user.has_perm(FILE_CLAIM, candidacy):
        return False
    if claim is None:
        return not any(one.final for one in candidacy.convention.claims.all())
    return claim.state == ClaimState.FILED and request.user.has_perm("conventions.liquidate_claim")


def writable_or_404(request: HttpRequest, pk: int) -> Convention:
    """The same, for a page that changes the invoices."""
    convention = convention_or_404(request, pk)
    if not may_prepare(request, convention.candidacy, open_claim(convention)):
        raise Http404
    return convention
