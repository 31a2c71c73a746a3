"""Who acts for an organisation: reading it, changing a role, taking someone out, leaving."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from tne38.core.errors import DomainError

from ..domain.members import change_access, remove_member, schools_of
from ..enums import InvitationState, MembershipRole
from ..forms.members import AccessForm
from ..forms.refusals import refuse
from ..models import Invitation, Membership, Organisation


def organisation_or_404(request: HttpRequest, pk: int) -> Organisation:
    """An organisation for which the person acts, in any role."""
    return get_object_or_404(Organisation.objects.of(request.user), pk=pk)


def managed_or_404(request: HttpRequest, pk: int) -> Organisation:
    """An organisation that the person manages."""
    organisation = organisation_or_404(request, pk)
    if not may_manage(request, organisation):
        raise Http404
    return organisation


def may_manage(request: HttpRequest, organisation: Organisation) -> bool:
    return request.user.has_perm("applications.manage_members", organisation)


@require_safe
@login_required
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """The members, the invitations that wait, the schools for which nobody writes; a constant number of queries."""
    organisation = organisation_or_404(request, pk)
    members = list(
        organisation.memberships.select_related("user", "school").order_by("user__full_name", "user", "pk")
    )
    waiting = list(organisation.invitations.open().select_related("school", "invited_by"))
    return render(
        request,
        "applications/members.html",
        {
            "organisation": organisation,
            "members": members,
            "invitations": _told(waiting),
            "may_manage": may_manage(request, organisation),
            "alone": sum(member.role == MembershipRole.MANAGER for member in members) == 1,
            "schools": _without_writer(organisation, members, waiting),
        },
    )


def _told(waiting: list[Invitation]) -> list[tuple[Invitation, bool]]:
    """Each invitation, and whether its link still works."""
    now = timezone.now()
    return [(invitation, invitation.state(at=now) == InvitationState.PENDING) for invitation in waiting]


def _without_writer(
    organisation: Organisation, members: list[Membership], waiting: list[Invitation]
) -> list[Any]:
    """The schools of the drafts for which nobody is a member or invited, where the porteur has several."""
    asked = {row.school_id for row in [*members, *waiting]}
    found = schools_of(organisation).filter(projects__candidacy__state="draft").select_related("commune")
    return [] if organisation.is_private else [school for school in found if school.pk not in asked]


def _member_or_404(organisation: Organisation, pk: int) -> Membership:
    members = organisation.memberships.select_related("organisation", "user", "school")
    return get_object_or_404(members, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: HttpRequest, pk: int, member_pk: int) -> HttpResponse:
    """Give a member another role."""
    organisation = managed_or_404(request, pk)
    member = _member_or_404(organisation, member_pk)
    initial = {"role": member.role, "school": member.school_id}
    form = AccessForm(organisation, request.POST or None, initial=initial)
    if form.is_valid():
        try:
            change_access(member, form.access, by=request.user)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, f"Le rôle de {member.user.full_name} est modifié.")
            return redirect("applications:members", pk)
    context = {"organisation": organisation, "member": member, "form": form}
    return render(request, "applications/change_member.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove(request: HttpRequest, pk: int, member_pk: int) -> HttpResponse:
    """Take a person out once confirmed; anyone may leave by oneself."""
    organisation = organisation_or_404(request, pk)
    member = _member_or_404(organisation, member_pk)
    leaves = member.user_id == request.user.pk
    if not leaves and not may_manage(request, organisation):
        raise Http404
    if request.method != "POST":
        context = {"organisation": organisation, "member": member, "leaves": leaves}
        return render(request, "applications/remove_member.html", context)
    try:
        remove_member(member, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("applications:members", pk)
    if leaves:
        messages.success(request, f"Vous n’agissez plus pour {organisation.name or 'cet organisme'}.")
        return redirect("applications:list")
    messages.success(request, f"{member.user.full_name} n’a plus accès à vos dossiers.")
    return redirect("applications:members", pk)
