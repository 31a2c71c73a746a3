"""Beginning a dossier of the 1er degré: the porteur is chosen, its schools are ticked."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from tne38.core.errors import DomainError, NotAllowed

from ..domain.organisations import known_of_territory
from ..domain.territory import start_for_territory
from ..models import Call, Candidacy, Commune, Epci
from .choice import chosen_schools, chosen_uai, groups
from .start import call_or_refusal, refused


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def of_commune(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The schools of a commune."""
    return _choose(request, slug, get_object_or_404(Commune, insee=code, insee__startswith="38"))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def of_epci(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The schools of an EPCI, commune by commune."""
    return _choose(request, slug, get_object_or_404(Epci, siren=code))


def _choose(request: HttpRequest, slug: str, territory: Commune | Epci) -> HttpResponse:
    call = call_or_refusal(request, slug)
    if call.is_for_college:
        raise Http404
    if answer := refused(request, call):
        return answer
    try:
        if request.method == "POST":
            return _begin(request, call, territory)
        if begun := _begun(request, call, territory):
            return redirect("applications:detail", begun.pk)
    except NotAllowed as error:
        messages.error(request, error.message)
        return redirect("applications:start", call.slug)
    except DomainError as error:
        messages.error(request, error.message)
    context = {
        "call": call,
        "territory": territory,
        "groups": groups(call, territory, ticked=chosen_uai(request)),
    }
    return render(request, "applications/choose_schools.html", context)


def _begin(request: HttpRequest, call: Call, territory: Commune | Epci) -> HttpResponse:
    schools = chosen_schools(call, territory, chosen_uai(request))
    candidacy = start_for_territory(call, territory, schools, by=request.user)
    return redirect("applications:detail", candidacy.pk)


def _begun(request: HttpRequest, call: Call, territory: Commune | Epci) -> Candidacy | None:
    """The dossier of this porteur for this call, when the person manages it. Raises NotAllowed."""
    known = known_of_territory(territory, by=request.user, contact=call.contact_email)
    found = Candidacy.objects.visible_to(request.user).filter(call=call, organisation=known)
    return found.exclude(state__in=["withdrawn", "lapsed"]).first() if known else None
