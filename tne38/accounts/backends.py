"""Signing in with an address and a password; what one may do is written in each app's rules.py alone."""

from typing import Any

from django.contrib.auth.backends import ModelBackend


class PasswordBackend(ModelBackend):
    """Checks the password and grants nothing: neither groups nor accounts carry permissions here.

    Without this, each refused permission would also be looked for in two tables that stay empty.
    """

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return False

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return False

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return set()
