"""The accounts of the demonstration."""

from base64 import b32decode
from dataclasses import dataclass
from functools import cache

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from tne38.accounts.demo import DEMO_ACCOUNTS, DemoAccount
from tne38.accounts.models import User
from tne38.core import journal


@dataclass(frozen=True)
class Cast:
    """Who acts in the demonstration."""

    communes: list[User]
    colleges: list[User]
    school: User
    instructor: User
    manager: User
    checker: User  # the second person of a liquidation
    commission: list[User]


def create_all() -> Cast:
    """Create the accounts that are missing; one that exists keeps its password. Returns who plays what."""
    users: dict[str, list[User]] = {}
    for account in DEMO_ACCOUNTS:
        users.setdefault(account.code, []).append(_find(account) or _create(account))
    return Cast(
        communes=users["porteur_commune"],
        colleges=users["porteur_college"],
        school=users["contributeur_ecole"][0],
        instructor=users["instructeur"][0],
        manager=users["gestionnaire"][0],
        checker=users["administrateur"][0],
        commission=users["commission"],
    )


def _find(account: DemoAccount) -> User | None:
    return User.objects.filter(email=account.email).first()


# Made to be slow: once for all the accounts, whose password is public anyway.
_hashed = cache(make_password)


@transaction.atomic
def _create(account: DemoAccount) -> User:
    user = User.objects.create_user(account.email, full_name=account.full_name)
    user.password = _hashed(account.password)
    user.save(update_fields=["password"])
    if account.role is not None:
        user.give_role(account.role)
    if account.totp is not None:
        TOTPDevice.objects.create(user=user, name="Démonstration", key=b32decode(account.totp).hex())
    journal.record("compte de démonstration ouvert", user, by=None, after={"role": account.code})
    return user


def as_data() -> list[dict[str, str | None]]:
    """The accounts as `demo --json` prints them."""
    return [
        {
            "role": account.code,
            "courriel": account.email,
            "mot_de_passe": account.password,
            "totp": account.totp,
        }
        for account in DEMO_ACCOUNTS
    ]
