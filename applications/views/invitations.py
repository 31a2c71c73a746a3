"""Inviting people to act for an organisation."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from tne38.core.errors import DomainError

from ..domain import invitations as domain
from ..domain.members import schools_of
from ..enums import MembershipRole
from ..forms.members import InvitationForm
from ..forms.refusals import refuse
from ..models import Invitation, Organisation, SchoolProject
from .members import managed_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for an address and a role; « ?ecole=UAI » fills in what is known of a school."""
    organisation = managed_or_404(request, pk)
    form = InvitationForm(organisation, request.POST or None, initial=_known(request, organisation))
    if form.is_valid():
        email = form.cleaned_data["email"]
        try:
            domain.invite(organisation, email=email, access=form.access, by=request.user, at=timezone.now())
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, f"L’invitation part à {email}. Elle est valable quatorze jours.")
            return redirect("applications:members", pk)
    context = {"organisation": organisation, "form": form}
    return render(request, "applications/invite.html", context, status=422 if form.errors else 200)


def _known(request: HttpRequest, organisation: Organisation) -> dict[str, Any]:
    school = schools_of(organisation).filter(uai=request.GET.get("ecole", "")[:8]).first()
    if school is None:
        return {}
    projects = SchoolProject.objects.filter(candidacy__organisation=organisation, school=school)
    written = projects.exclude(contact_email="").order_by("-pk").first()
    return {
        "role": MembershipRole.SCHOOL,
        "school": school.pk,
        "email": written.contact_email if written else "",
    }


def _invitation_or_404(request: HttpRequest, pk: int, invitation_pk: int) -> Invitation:
    found = managed_or_404(request, pk).invitations.select_related("organisation", "school")
    return get_object_or_404(found, pk=invitation_pk)


@require_POST
@login_required
def send_again(request: HttpRequest, pk: int, invitation_pk: int) -> HttpResponse:
    """Send an invitation again, with another link."""
    invitation = _invitation_or_404(request, pk, invitation_pk)
    try:
        domain.send_again(invitation, by=request.user, at=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"L’invitation repart à {invitation.email} ; l’ancien lien ne sert plus.")
    return redirect("applications:members", pk)


@require_POST
@login_required
def cancel(request: HttpRequest, pk: int, invitation_pk: int) -> HttpResponse:
    """Make an invitation useless."""
    invitation = _invitation_or_404(request, pk, invitation_pk)
    try:
        domain.cancel(invitation, by=request.user, at=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"L’invitation de {invitation.email} est annulée.")
    return redirect("applications:members", pk)
