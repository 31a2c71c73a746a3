"""The waiting list of a call, and its next dossier selected when money comes back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST, require_safe

from applications.models import Call, Candidacy
from applications.workflow import DECISION
from tne38.core.money import french

from ..domain import envelope, promotion, waiting_list
from ..pages import Pages, told


class WaitingListPages(Pages):
    """Views; `rankings.py` gives them their addresses."""

    @method_decorator(require_safe)
    def waiting_list(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Who waits, in order, against the money left."""
        self.require(request, "reviews.view_decision")
        call = get_object_or_404(Call.objects.visible_to(request.user), slug=slug)
        return self.page(
            request,
            "admin/reviews/waiting/list.html",
            title="Liste d’attente",
            call=call,
            states=envelope.states_of(call),
            places=waiting_list.places(call),
            may_promote=request.user.has_perm(DECISION),
        )

    @method_decorator(require_POST)
    def promote(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Select the dossier for its proposition."""
        visible = Candidacy.objects.for_programme(request.user).select_related("call")
        candidacy = get_object_or_404(visible, pk=pk)

        def select() -> str:
            decision = promotion.promote(candidacy, by=request.user)
            return (
                f"Le dossier {candidacy} est retenu pour {french(decision.amount)} ; le porteur est prévenu."
            )

        told(request, select)
        return redirect("admin:reviews_waiting_list", candidacy.call.slug)
