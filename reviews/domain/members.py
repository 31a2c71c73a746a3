"""The members of the commission."""

from django.db.models import QuerySet

from tne38.accounts.enums import Role
from tne38.accounts.models import User


def members() -> QuerySet[User]:
    """Those who sit today, in the order of their names."""
    return User.objects.filter(groups__name=Role.COMMISSION, is_active=True).order_by("full_name", "pk")
