"""Asking people by e-mail to act for an organisation; what becomes of each invitation."""

import hashlib
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Any

from django.db import transaction

from tne38.accounts import domain as accounts
from tne38.accounts.models import User
from tne38.accounts.rules import works_for_the_programme
from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed

from ..enums import InvitationState, MembershipRole
from ..models import Invitation, Membership, Organisation
from ..notifications import InvitationAccepted, InvitationSent
from ..rules import forget_roles
from .members import Access, grant, locked, require_fitting

LASTS = timedelta(days=14)
# A commune invites its forty schools in a morning; nobody is written to again and again.
PER_DAY, PER_ADDRESS_AND_DAY = 100, 3
_SENT = ["invitation envoyée", "invitation renvoyée"]
_CLOSED = {
    InvitationState.ACCEPTED: ("invitation_utilisee", "Cette invitation a déjà servi."),
    InvitationState.CANCELLED: ("invitation_annulee", "Cette invitation a été annulée."),
    InvitationState.EXPIRED: ("invitation_expiree", "Cette invitation n’est plus valable : elle a expiré."),
}


@transaction.atomic
def invite(
    organisation: Organisation, *, email: str, access: Access, by: Any, at: datetime, reason: str = ""
) -> Invitation:
    """Write to an address to offer it an access; an invitation that already waits for it is sent again.

    Raises DomainError « deja_membre », « champ_obligatoire », « trop_d_envois »; NotAllowed.
    """
    organisation = locked(organisation)
    _require_may_invite(organisation, by=by)
    require_fitting(organisation, access)
    email = email.strip().lower()
    _require_not_member(organisation, email, access)
    waiting = organisation.invitations.open().filter(email=email, school=access.school).first()
    invitation = waiting or Invitation(
        organisation=organisation, email=email, school=access.school, invited_by=by
    )
    invitation.role = access.role
    return _send(invitation, "invitation envoyée", by=by, at=at, reason=reason)


@transaction.atomic
def send_again(invitation: Invitation, *, by: Any, at: datetime) -> Invitation:
    """Send a waiting or expired invitation again, with another link; the former one leads nowhere any more.

    Raises DomainError « invitation_utilisee », « invitation_annulee », « trop_d_envois »; NotAllowed.
    """
    organisation = locked(invitation.organisation)
    _require_may_invite(organisation, by=by)
    invitation = _again(invitation)
    _require_open(invitation, at=at, or_expired=True)
    return _send(invitation, "invitation renvoyée", by=by, at=at)


@transaction.atomic
def cancel(invitation: Invitation, *, by: Any, at: datetime) -> Invitation:
    """Make the link of an invitation useless. Raises DomainError « invitation_utilisee »; NotAllowed."""
    organisation = locked(invitation.organisation)
    _require_may_invite(organisation, by=by)
    invitation = _again(invitation)
    if invitation.cancelled_at is not None:
        return invitation
    _require_open(invitation, at=at, or_expired=True)
    invitation.cancelled_at = at
    invitation.save(update_fields=["cancelled_at"])
    journal.record("invitation annulée", organisation, by=by, before={"courriel": invitation.email})
    return invitation


def find(token: str) -> Invitation | None:
    """The invitation of a link, whatever became of it."""
    found = Invitation.objects.select_related("organisation", "school", "invited_by", "accepted_by")
    return found.filter(token_hash=_hash(token)).first()


@transaction.atomic
def accept(token: str, *, by: User, at: datetime) -> Membership:
    """Take the access that a link offers, signed in with the address it was sent to; once.

    Accepting again what one has accepted changes nothing. Raises DomainError « invitation_inconnue »,
    « invitation_utilisee », « invitation_annulee », « invitation_expiree »; NotAllowed.
    """
    invitation = _claimed(token)
    if by.email != invitation.email:
        raise NotAllowed(f"Cette invitation est pour {invitation.email} : connectez-vous avec cette adresse.")
    if works_for_the_programme(by):
        raise NotAllowed("Ce compte sert au programme : il ne peut pas agir pour un porteur de dossier.")
    if not by.is_active:
        raise NotAllowed("Ce compte est fermé.")
    if invitation.accepted_by_id != by.pk:
        _require_open(invitation, at=at)
        _take(invitation, by=by, at=at)
    return _membership(invitation, by)


@transaction.atomic
def accept_as_newcomer(token: str, *, full_name: str, password: str, at: datetime) -> User:
    """Open the account of the address that a link was sent to, which proves it, and accept; all or nothing.

    Raises what `accept` raises, and DomainError « compte_existant ».
    """
    invitation = _claimed(token)
    _require_open(invitation, at=at)
    user = accounts.open_proven(email=invitation.email, full_name=full_name, password=password)
    accept(token, by=user, at=at)
    return user


def _claimed(token: str) -> Invitation:
    """The invitation of a link, its organisation locked: of two who accept at once, the second finds it used."""
    found = find(token)
    if found is None:
        raise DomainError("invitation_inconnue", "Ce lien n’est celui d’aucune invitation.")
    locked(found.organisation)
    # Sent again while we waited for the lock: this link is the former one.
    again = find(token)
    if again is None:
        raise DomainError("invitation_inconnue", "Ce lien n’est celui d’aucune invitation.")
    return again


def _take(invitation: Invitation, *, by: User, at: datetime) -> None:
    access = Access(MembershipRole(invitation.role), invitation.school)
    grant(invitation.organisation, by, access)
    invitation.accepted_at, invitation.accepted_by = at, by
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    InvitationAccepted(invitation).send()
    after = {"compte": by.email, **access.as_data()}
    journal.record("invitation acceptée", invitation.organisation, by=by, after=after)


def _membership(invitation: Invitation, by: User) -> Membership:
    mine = invitation.organisation.memberships.filter(user=by)
    found = mine.filter(school=invitation.school).first() or mine.first()
    if found is None:
        raise DomainError(*_CLOSED[InvitationState.ACCEPTED])  # accepted, then removed from the organisation
    return found


def _send(invitation: Invitation, action: str, *, by: Any, at: datetime, reason: str = "") -> Invitation:
    _require_moderate(invitation, at=at)
    token = token_urlsafe(32)
    invitation.token_hash, invitation.sent_at, invitation.expires_at = _hash(token), at, at + LASTS
    invitation.full_clean(validate_unique=False, validate_constraints=False)
    invitation.save()
    InvitationSent(invitation, token=token, by=by).send()
    access = Access(MembershipRole(invitation.role), invitation.school)
    after = {"courriel": invitation.email, **access.as_data(), "expire_le": invitation.expires_at.isoformat()}
    journal.record(action, invitation.organisation, by=by, after=after, reason=reason)
    return invitation


def _require_moderate(invitation: Invitation, *, at: datetime) -> None:
    """Counted in the journal, where every sending is: the lock on the organisation makes the count exact."""
    recent = journal.history(invitation.organisation).filter(action__in=_SENT, at__gt=at - timedelta(days=1))
    if recent.filter(after__courriel=invitation.email).count() >= PER_ADDRESS_AND_DAY:
        raise DomainError(
            "trop_d_envois",
            f"{invitation.email} a déjà reçu {PER_ADDRESS_AND_DAY} invitations depuis hier : attendez demain, "
            "et demandez-lui de regarder dans les indésirables.",
            field="email",
        )
    if recent.count() >= PER_DAY:
        raise DomainError(
            "trop_d_envois", f"{PER_DAY} invitations sont déjà parties depuis hier : continuez demain."
        )


def _require_may_invite(organisation: Organisation, *, by: Any) -> None:
    forget_roles(by)
    if by is not None and not by.has_perm("applications.invite_member", organisation):
        raise NotAllowed


def _require_not_member(organisation: Organisation, email: str, access: Access) -> None:
    mine = organisation.memberships.filter(user__email=email)
    if access.role == MembershipRole.MANAGER:
        mine = mine.filter(role=MembershipRole.MANAGER)
    elif access.role == MembershipRole.SCHOOL:
        mine = mine.filter(school=access.school) | mine.filter(role=MembershipRole.MANAGER)
    if mine.exists():
        raise DomainError(
            "deja_membre",
            f"{email} a déjà cet accès. Pour changer son rôle, passez par la liste des personnes.",
            field="email",
        )


def _require_open(invitation: Invitation, *, at: datetime, or_expired: bool = False) -> None:
    state = invitation.state(at=at)
    if state != InvitationState.PENDING and not (or_expired and state == InvitationState.EXPIRED):
        raise DomainError(*_CLOSED[state])


def _again(invitation: Invitation) -> Invitation:
    """The invitation as it stands now that its organisation is locked."""
    return Invitation.objects.select_related("organisation", "school").get(pk=invitation.pk)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
