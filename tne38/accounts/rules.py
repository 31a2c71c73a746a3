"""Predicates on the person alone; each app's rules.py combines them with its objects."""

import rules
from django.conf import settings

from .enums import Role


def role(*roles: Role) -> rules.Predicate:
    """A predicate: the account has one of these roles, or administers the portal."""

    @rules.predicate(name="role:" + "|".join(roles))
    def has_one(user) -> bool:
        return user.is_authenticated and (user.is_superuser or user.has_role(Role.ADMINISTRATEUR, *roles))

    return has_one


def needs_second_factor(user) -> bool:
    """Whether the account's powers ask for a one-time code besides the password."""
    return user.is_superuser or not user.roles.isdisjoint(settings.SECOND_FACTOR_ROLES)


def second_factor_ok(user) -> bool:
    """True when the account needs no second factor, or has shown a right code in this session."""
    verified = getattr(user, "is_verified", None)  # set on the request's user by the OTP middleware
    return not needs_second_factor(user) or (verified is not None and verified())


is_administrator = role()
# Whoever keeps the books also instructs; the reverse is not true.
is_instructor = role(Role.INSTRUCTEUR, Role.GESTIONNAIRE)
is_manager = role(Role.GESTIONNAIRE)
is_agent = is_instructor
is_member_of_commission = role(Role.COMMISSION)
works_for_the_programme = role(Role.INSTRUCTEUR, Role.GESTIONNAIRE, Role.COMMISSION, Role.IEN)
# A member of the commission sees the calls they are invited to, an inspection those of the 1er degré.
sees_every_call = is_agent

rules.add_perm("accounts", is_administrator)
rules.add_perm("accounts.view_user", is_administrator)
rules.add_perm("accounts.add_user", is_administrator)
rules.add_perm("accounts.change_user", is_administrator)

# What an app before this one lets agents see of itself.
rules.add_perm("core", is_agent)
rules.add_perm("core.view_job", is_agent)
rules.add_perm("core.retry_job", is_manager)
rules.add_perm("core.view_journalentry", is_administrator)
