"""What the portal writes to someone about their account; the texts are in templates/mails/."""

from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from .models import User
from .post import AccountLetter

# Asking again within this time does not write again (seconds): nobody can flood a mailbox.
_QUIET_TIME = 120


def welcome(user: User) -> AccountLetter:
    """To a new account: the link by which its password is chosen."""
    return _letter("compte-a-ouvrir", "Ouvrez votre compte TNE 38", user, link=_password_link(user))


def already_known(user: User) -> AccountLetter:
    """To an address that asked for an account and has one."""
    return _letter("compte-deja-ouvert", "Vous avez déjà un compte TNE 38", user)


def new_password(user: User) -> AccountLetter:
    """To someone who forgot their password."""
    return _letter("mot-de-passe-oublie", "Votre mot de passe TNE 38", user, link=_password_link(user))


def password_changed(user: User) -> AccountLetter:
    """Tells that the password was changed, in case someone else did it."""
    return _letter("mot-de-passe-enregistre", "Votre mot de passe est enregistré", user)


def second_factor_removed(user: User) -> AccountLetter:
    """Tells that the authenticator was removed, in case its owner did not ask for it."""
    return _letter("double-authentification-retiree", "Votre double authentification est retirée", user)


def _letter(kind: str, subject: str, user: User, **more: str) -> AccountLetter:
    values = {
        "user": user,
        "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
        "sign_in": _absolute("accounts:sign_in"),
        "forgotten": _absolute("accounts:forgotten"),
        "department": settings.DEPARTMENT,
        "contact_email": settings.CONTACT_EMAIL,
        **more,
    }
    template: Any = get_template(f"mails/{kind}.txt")  # plain text: nothing is escaped
    body = template.template.render(Context(values, autoescape=False)).strip() + "\n"
    moment = int(timezone.now().timestamp()) // _QUIET_TIME
    key = f"{kind}:{user.pk}:{moment}"
    return AccountLetter(kind=kind, recipient=user.email, subject=subject, body=body, key=key)


def _password_link(user: User) -> str:
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    return _absolute("accounts:choose_password", uid, default_token_generator.make_token(user))


def _absolute(name: str, *args: str) -> str:
    return settings.SITE_URL + reverse(name, args=args)
