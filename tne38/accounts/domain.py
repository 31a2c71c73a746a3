"""What can be done to an account. Each function records the act and queues its message."""

import time
from base64 import b32decode

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed

from . import mails
from .models import User
from .post import post


@transaction.atomic
def sign_up(*, email: str, full_name: str) -> User:
    """Open an account for an address, or write to its owner that there is one already.

    The caller answers the same in both cases, so that nobody learns who has an account.
    """
    user = User.objects.filter(email=_normal(email)).first()
    if user is None:
        return invite(email=email, full_name=full_name, by=None)
    if user.has_usable_password():
        post(mails.already_known(user))
        return user
    user.full_name = full_name.strip()  # nobody has proven to be the person named first
    user.save(update_fields=["full_name"])
    post(mails.welcome(user))
    return user


@transaction.atomic
def invite(*, email: str, full_name: str, by: User | None) -> User:
    """The account of this address, opened if need be, with a link by which its owner chooses a password."""
    user, opened = User.objects.get_or_create(
        email=_normal(email),
        defaults={"full_name": full_name.strip(), "password": make_password(None)},
    )
    if not opened:
        return user
    post(mails.welcome(user))
    journal.record("compte ouvert", user, by=by or user, after={"email": user.email})
    return user


@transaction.atomic
def open_proven(*, email: str, full_name: str, password: str) -> User:
    """The account of someone who comes from a link sent to this address, with the name and password they choose.

    An account that was asked for and never opened is completed. Raises DomainError « compte_existant ».
    """
    user = User.objects.select_for_update().filter(email=_normal(email)).first() or User(email=_normal(email))
    if user.pk and (user.has_usable_password() or not user.is_active):
        raise DomainError("compte_existant", "Un compte existe déjà avec cette adresse : connectez-vous.")
    user.full_name = full_name.strip()
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:  # opened meanwhile, in another window
        raise DomainError(
            "compte_existant", "Un compte existe déjà avec cette adresse : connectez-vous."
        ) from None
    journal.record("compte ouvert", user, by=user, after={"email": user.email})
    return user


@transaction.atomic
def ask_new_password(*, email: str) -> None:
    """Write a link to the owner of an active account; do nothing, silently, for another address."""
    user = User.objects.filter(email=_normal(email), is_active=True).first()
    if user is not None:
        post(mails.new_password(user))


@transaction.atomic
def set_password(user: User, password: str, *, by: User) -> None:
    """Record a password its owner has chosen, and tell them; their other sessions end."""
    if by.pk != user.pk:
        raise NotAllowed
    locked = User.objects.select_for_update().get(pk=user.pk)
    locked.set_password(password)
    locked.save(update_fields=["password"])
    user.password = locked.password
    post(mails.password_changed(user))
    journal.record("mot de passe enregistré", user, by=by)


@transaction.atomic
def rename(user: User, *, full_name: str, by: User) -> None:
    """Change the name people read; its owner or an administrator does it."""
    if by.pk != user.pk and not by.has_perm("accounts.change_user"):
        raise NotAllowed
    before = user.full_name
    user.full_name = full_name.strip()
    user.full_clean(exclude=["password"])
    user.save(update_fields=["full_name"])
    journal.record(
        "compte renommé", user, by=by, before={"full_name": before}, after={"full_name": user.full_name}
    )


@transaction.atomic
def enrol_second_factor(user: User, *, secret: str, code: str) -> TOTPDevice:
    """Bind an authenticator to the account once it has shown a right code. `secret` is base32.

    Raises DomainError (« code_invalide », « deja_actif »).
    """
    User.objects.select_for_update().get(pk=user.pk)
    if TOTPDevice.objects.devices_for_user(user, confirmed=True).exists():
        raise DomainError("deja_actif", "La double authentification est déjà active.")
    key = b32decode(secret)
    totp = TOTP(key)
    totp.time = time.time()
    if not (code.isdecimal() and totp.verify(int(code), tolerance=1)):
        raise DomainError(
            "code_invalide",
            "Ce code n’est pas le bon. Saisissez celui qui s’affiche maintenant.",
            field="code",
        )
    device = TOTPDevice.objects.create(user=user, name="Application", key=key.hex(), last_t=totp.t())
    journal.record("double authentification activée", user, by=user)
    return device


@transaction.atomic
def remove_second_factor(user: User, *, reason: str, by: User) -> None:
    """For a lost telephone: an administrator removes the authenticator, its owner is told and enrols another one.

    Raises DomainError « champ_obligatoire », « soi_meme », « etat »; NotAllowed.
    """
    if not by.has_perm("accounts.change_user"):
        raise NotAllowed
    if by.pk == user.pk:
        raise DomainError(
            "soi_meme", "Demandez à un autre administrateur de retirer votre propre second facteur."
        )
    if not reason.strip():
        raise DomainError("champ_obligatoire", "Indiquez le motif.", field="reason")
    User.objects.select_for_update().get(pk=user.pk)
    devices = TOTPDevice.objects.devices_for_user(user)
    if not devices.exists():
        raise DomainError("etat", "Ce compte n’a pas de double authentification.")
    devices.delete()
    post(mails.second_factor_removed(user))
    journal.record("double authentification retirée", user, by=by, reason=reason.strip())


@transaction.atomic
def verify_code(user: User, code: str) -> TOTPDevice | None:
    """The authenticator that shows this code now, once; None when it is wrong or tried too fast."""
    for device in TOTPDevice.objects.devices_for_user(user, confirmed=True).select_for_update():
        if device.verify_token(code):
            return device
    return None


def _normal(email: str) -> str:
    return email.strip().lower()
