"""The people who act for an organisation: what each may do, and who leaves. Somebody always manages it."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from tne38.accounts.enums import Role
from tne38.accounts.roles import access_guard
from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed

from ..enums import MembershipRole
from ..models import Membership, Organisation, School
from ..rules import forget_roles


@dataclass(frozen=True)
class Access:
    """What a person may do for an organisation: a role, and the school where the role is for one."""

    role: MembershipRole
    school: School | None = None

    def as_data(self) -> dict[str, str | None]:
        """How the journal tells it."""
        return {"role": MembershipRole(self.role).value, "uai": self.school.uai if self.school else None}


def locked(organisation: Organisation) -> Organisation:
    """The organisation, locked: of two changes of its people at once, the second sees what the first did."""
    return Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)


@transaction.atomic
def add_member(
    organisation: Organisation, user: Any, role: MembershipRole, *, by: Any, school: School | None = None
) -> Membership:
    """Let a person act for an organisation, or for one of its schools; again, it changes nothing."""
    member, created = Membership.objects.get_or_create(
        organisation=organisation, user=user, school=school, defaults={"role": role}
    )
    if created:
        forget_roles(user)
        after = {"compte": user.email, **Access(role, school).as_data()}
        journal.record("membre ajouté", organisation, by=by, after=after)
    return member


def grant(organisation: Organisation, user: Any, access: Access) -> Membership:
    """Give a person an access they accept, on a locked organisation; nothing that they had is taken away.

    A person has either one role for the whole organisation, or one for each of several schools.
    """
    mine = {member.school_id: member for member in organisation.memberships.filter(user=user)}
    whole = mine.get(None)
    if whole and (whole.role == MembershipRole.MANAGER or access.role == MembershipRole.READER):
        return whole
    if access.role == MembershipRole.READER and mine:
        return next(iter(mine.values()))  # whoever writes for a school already reads everything
    if access.role == MembershipRole.MANAGER or whole:
        return _become(whole or next(iter(mine.values()), None), organisation, user, access)
    return _become(mine.get(access.school and access.school.pk), organisation, user, access)


def _become(member: Membership | None, organisation: Organisation, user: Any, access: Access) -> Membership:
    """Write an access on a membership, or on a new one; a role for the whole organisation stands alone."""
    others = organisation.memberships.filter(user=user)
    if member is not None:
        others = others.exclude(pk=member.pk)
    if access.school is not None:
        others = others.filter(school=access.school)
    others.delete()
    member = member or Membership(organisation=organisation, user=user)
    member.role, member.school = access.role, access.school
    member.save()
    forget_roles(user)
    return member


@transaction.atomic
def change_access(member: Membership, access: Access, *, by: Any) -> Membership:
    """Give a member another role. Raises DomainError « dernier_gestionnaire », « champ_obligatoire »; NotAllowed."""
    organisation = locked(member.organisation)
    _require_manager(organisation, by=by)
    require_fitting(organisation, access)
    member = Membership.objects.select_related("user", "school").get(pk=member.pk)
    before = Access(MembershipRole(member.role), member.school)
    if before == access:
        return member
    if access.role != MembershipRole.MANAGER:
        _require_another_manager(organisation, member)
    member = _become(member, organisation, member.user, access)
    journal.record(
        "rôle modifié",
        organisation,
        by=by,
        before={"compte": member.user.email, **before.as_data()},
        after={"compte": member.user.email, **access.as_data()},
    )
    return member


@transaction.atomic
def remove_member(member: Membership, *, by: Any) -> None:
    """Take a person's access away, or leave oneself; what they wrote stays with the organisation.

    Raises DomainError « dernier_gestionnaire »; NotAllowed. Removing again changes nothing.
    """
    organisation = locked(member.organisation)
    leaves = by is not None and by.pk == member.user_id
    if not leaves:
        _require_manager(organisation, by=by)
    found = organisation.memberships.select_related("user", "school").filter(pk=member.pk).first()
    if found is None:
        return
    _require_another_manager(organisation, found)
    before = {"compte": found.user.email, **Access(MembershipRole(found.role), found.school).as_data()}
    found.delete()
    forget_roles(by if leaves else found.user)
    journal.record("membre parti" if leaves else "membre retiré", organisation, by=by, before=before)


def require_fitting(organisation: Organisation, access: Access) -> None:
    """Raise DomainError « champ_obligatoire » unless the school is one of the organisation's, or rightly none."""
    if access.role != MembershipRole.SCHOOL:
        if access.school is not None:
            raise DomainError("champ_obligatoire", "Ce rôle porte sur tout le dossier.", field="school")
        return
    if access.school is None or not schools_of(organisation).filter(pk=access.school.pk).exists():
        raise DomainError(
            "champ_obligatoire",
            "Choisissez l’établissement dont cette personne écrira le projet.",
            field="school",
        )


def schools_of(organisation: Organisation) -> Any:
    """The schools of the organisation's dossiers: those for which somebody may be invited."""
    return School.objects.filter(projects__candidacy__organisation=organisation).distinct()


def _require_manager(organisation: Organisation, *, by: Any) -> None:
    forget_roles(by)
    if by is not None and not by.has_perm("applications.manage_members", organisation):
        raise NotAllowed


def _require_another_manager(organisation: Organisation, member: Membership) -> None:
    if member.role != MembershipRole.MANAGER:
        return
    managers = organisation.memberships.filter(role=MembershipRole.MANAGER, user__is_active=True)
    if not managers.exclude(pk=member.pk).exists():
        raise DomainError(
            "dernier_gestionnaire",
            f"{member.user.full_name} est la seule personne qui peut tout modifier : donnez d’abord ce rôle à "
            "une autre, pour que les dossiers ne restent sans personne.",
        )


@access_guard
def no_agent_of_its_own_dossier(user: Any, roles: list[str]) -> None:
    """Whoever acts for a porteur does not instruct: they would check, and pay, their own dossier."""
    instructs = {Role.INSTRUCTEUR, Role.GESTIONNAIRE, Role.ADMINISTRATEUR}
    if instructs.isdisjoint(roles):
        return
    porteurs = user.memberships.values_list("organisation__name", flat=True)
    if porteurs:
        names = ", ".join(sorted({name or "un organisme sans nom" for name in porteurs}))
        raise DomainError(
            "porteur",
            f"Cette personne agit pour {names} : elle ne peut pas instruire. Retirez-la d’abord de ce porteur, ou "
            "donnez ces rôles à un autre compte.",
            field="roles",
        )
