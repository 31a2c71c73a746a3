"""The people who act for an organisation."""

from typing import Any

from django.db import transaction

from tne38.core import journal

from ..enums import MembershipRole
from ..models import Membership, Organisation, School


@transaction.atomic
def add_member(
    organisation: Organisation, user: Any, role: MembershipRole, *, by: Any, school: School | None = None
) -> Membership:
    """Let a person act for an organisation, or for one of its schools; again, it changes nothing."""
    member, created = Membership.objects.get_or_create(
        organisation=organisation, user=user, school=school, defaults={"role": role}
    )
    if created:
        user.__dict__.pop("_membership_roles", None)
        after = {"compte": user.email, "role": role.value, "uai": school.uai if school else None}
        journal.record("membre ajouté", organisation, by=by, after=after)
    return member
