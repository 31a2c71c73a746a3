"""What an administrator does with an account: its roles, and whether it may sign in."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction

from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed

from .enums import Role
from .models import User

Guard = Callable[[User, list[str]], None]
_guards: list[Guard] = []


def access_guard(guard: Guard) -> Guard:
    """Register what may forbid some roles to a person, by a DomainError; each app knows its own reasons."""
    _guards.append(guard)
    return guard


def require_grantable(user: User, roles: Iterable[str]) -> None:
    """Ask the guards of the roles that this person does not have yet; raises what they raise."""
    new = sorted(set(roles) - user.roles)
    for guard in _guards:
        guard(user, new)


@transaction.atomic
def set_access(user: User, *, roles: Iterable[str], is_active: bool, by: Any) -> User:
    """Give an account exactly these roles, and open or close it; roles lead into the agents' site.

    Raises NotAllowed, DomainError « soi_meme » for an administrator who would lock themselves out, and what the
    guards of the other apps raise.
    """
    if not by.has_perm("accounts.change_user"):
        raise NotAllowed
    user = User.objects.select_for_update().get(pk=user.pk)
    wanted = sorted(Role(role).value for role in roles)
    before = {"roles": sorted(user.roles), "actif": user.is_active}
    after = {"roles": wanted, "actif": is_active}
    loses_administration = Role.ADMINISTRATEUR in user.roles and Role.ADMINISTRATEUR not in wanted
    if by.pk == user.pk and (loses_administration or not is_active):
        raise DomainError("soi_meme", "Demandez à un autre administrateur de retirer vos propres accès.")
    if before == after:
        return user
    require_grantable(user, wanted)
    user.groups.set([Group.objects.get_or_create(name=role)[0] for role in wanted])
    user.is_active, user.is_staff = is_active, bool(wanted) or user.is_superuser
    user.save(update_fields=["is_active", "is_staff"])
    user.__dict__.pop("roles", None)
    journal.record("accès du compte modifiés", user, by=by, before=before, after=after)
    return user
