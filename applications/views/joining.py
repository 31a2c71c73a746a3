"""Behind the link of an invitation: what is offered, and taking it. Reading the page changes nothing."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from tne38.accounts.models import User
from tne38.accounts.views import enter
from tne38.core.errors import DomainError

from ..domain import invitations as domain
from ..enums import InvitationState
from ..forms.members import NewcomerForm
from ..models import Invitation

GONE, NOT_FOUND = 410, 404


@never_cache
@sensitive_post_parameters()
@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Accept with one's account, open one, or learn why the link leads nowhere."""
    invitation = domain.find(token)
    state = invitation.state(at=timezone.now()) if invitation else None
    if invitation is None or state != InvitationState.PENDING:
        if invitation and request.user.is_authenticated and invitation.accepted_by_id == request.user.pk:
            return redirect("applications:list")  # the button pressed twice, or the link kept
        return _closed(request, invitation, state)
    if request.user.is_authenticated:
        return _signed_in(request, token, invitation)
    owner = User.objects.filter(email=invitation.email).first()
    if owner and (owner.has_usable_password() or not owner.is_active):
        return _show(request, invitation, "known")
    return _newcomer(request, token, invitation)


def _signed_in(request: HttpRequest, token: str, invitation: Invitation) -> HttpResponse:
    if request.method == "POST" and request.POST.get("action") == "switch":
        logout(request)
        return redirect("applications:join", token)
    if request.user.email != invitation.email:
        return _show(request, invitation, "other")
    if request.method == "POST":
        try:
            domain.accept(token, by=request.user, at=timezone.now())
        except DomainError as error:
            messages.error(request, error.message)
            return redirect("applications:join", token)
        return _welcome(request, invitation)
    return _show(request, invitation, "mine")


def _newcomer(request: HttpRequest, token: str, invitation: Invitation) -> HttpResponse:
    form = NewcomerForm(invitation.email, request.POST or None)
    if form.is_valid():
        name, password = form.cleaned_data["full_name"], form.cleaned_data["new_password1"]
        try:
            user = domain.accept_as_newcomer(token, full_name=name, password=password, at=timezone.now())
        except DomainError as error:
            messages.error(request, error.message)
            return redirect("applications:join", token)
        enter(request, user)
        return _welcome(request, invitation)
    return _show(request, invitation, "newcomer", form=form)


def _welcome(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """To the dossiers; straight to the only one there is."""
    name = invitation.organisation.name or "cet organisme"
    messages.success(request, f"Bienvenue : vous agissez maintenant pour {name}.")
    dossiers = invitation.organisation.candidacies.order_by("-pk").values_list("pk", flat=True)[:2]
    return (
        redirect("applications:detail", dossiers[0]) if len(dossiers) == 1 else redirect("applications:list")
    )


def _show(request: HttpRequest, invitation: Invitation, who: str, form: Any = None) -> HttpResponse:
    """`who` came: the owner of the address (« mine », « known », « newcomer ») or somebody else (« other »)."""
    context = {
        "invitation": invitation,
        "organisation": invitation.organisation,
        "who": who,
        "form": form,
        "here": request.path,
    }
    return render(request, "applications/join.html", context, status=422 if form and form.errors else 200)


def _closed(request: HttpRequest, invitation: Invitation | None, state: Any) -> HttpResponse:
    context = {"invitation": invitation, "state": state}
    return render(request, "applications/join_closed.html", context, status=GONE if invitation else NOT_FOUND)
