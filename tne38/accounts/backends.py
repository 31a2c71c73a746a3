"""Signing in with an address and a password; what one may do is written in each app's rules.py alone."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef

from .enums import Role
from .models import User

_HELD = {
    f"holds_{role}": Exists(Group.objects.filter(user=OuterRef("pk"), name=role)) for role in Role.values
}


class PasswordBackend(ModelBackend):
    """Checks the password and grants nothing: neither groups nor accounts carry permissions here.

    Without this, each refused permission would also be looked for in two tables that stay empty.
    """

    def get_user(self, user_id: Any) -> User | None:
        """The person of a session, with their roles in the same query."""
        user = User.objects.annotate(**_HELD).filter(pk=user_id).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        user.roles = frozenset(
            role for role in Role.values if user.is_staff and getattr(user, f"holds_{role}")
        )
        return user

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return False

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return False

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set()
