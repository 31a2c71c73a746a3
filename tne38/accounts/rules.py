"""Predicates on the person alone; each app's rules.py combines them with its objects."""

import rules

from .enums import Role


def role(*roles: Role) -> rules.Predicate:
    """A predicate: the account has one of these roles, or administers the portal."""

    @rules.predicate(name="role:" + "|".join(roles))
    def has_one(user) -> bool:
        return user.is_authenticated and (user.is_superuser or user.has_role(Role.ADMINISTRATEUR, *roles))

    return has_one


is_administrator = role()
# Whoever keeps the books also instructs; the reverse is not true.
is_instructor = role(Role.INSTRUCTEUR, Role.GESTIONNAIRE)
is_manager = role(Role.GESTIONNAIRE)
is_agent = is_instructor
is_member_of_commission = role(Role.COMMISSION)
works_for_the_programme = role(Role.INSTRUCTEUR, Role.GESTIONNAIRE, Role.COMMISSION, Role.IEN)

rules.add_perm("accounts", is_administrator)
rules.add_perm("accounts.view_user", is_administrator)
rules.add_perm("accounts.add_user", is_administrator)
rules.add_perm("accounts.change_user", is_administrator)
