"""What the portal writes to someone about their account."""

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from tne38.notifications.outbox import Notice

from .models import User

_SIGNATURE = "\n\nTerritoires Numériques Éducatifs · Isère\nCe message est envoyé automatiquement."
_HOURS = settings.PASSWORD_RESET_TIMEOUT // 3600


def welcome(user: User) -> Notice:
    """To a new account: the link by which its password is chosen."""
    body = (
        f"Bonjour {user.full_name},\n\n"
        "Un compte vient d’être demandé pour vous sur le portail Territoires Numériques Éducatifs de l’Isère.\n"
        f"Pour l’ouvrir, choisissez votre mot de passe (lien valable {_HOURS} heures, une seule fois) :\n\n"
        f"{_password_link(user)}\n\n"
        "Si vous n’attendiez pas ce message, ne faites rien : le compte restera fermé."
    )
    return Notice(kind="account.welcome", subject="Ouvrez votre compte TNE 38", body=body + _SIGNATURE)


def already_known(user: User) -> Notice:
    """To an address that asked for an account and has one."""
    body = (
        f"Bonjour {user.full_name},\n\n"
        "Un compte vient d’être demandé avec votre adresse, mais vous en avez déjà un.\n"
        f"Connectez-vous : {_absolute('accounts:sign_in')}\n"
        f"Mot de passe oublié : {_absolute('accounts:forgotten')}\n\n"
        "Si vous n’avez rien demandé, ne faites rien : votre compte n’a pas changé."
    )
    return Notice(kind="account.known", subject="Vous avez déjà un compte TNE 38", body=body + _SIGNATURE)


def new_password(user: User) -> Notice:
    """To someone who forgot their password."""
    body = (
        f"Bonjour {user.full_name},\n\n"
        f"Pour choisir un nouveau mot de passe (lien valable {_HOURS} heures, une seule fois) :\n\n"
        f"{_password_link(user)}\n\n"
        "Si vous n’avez rien demandé, ne faites rien : votre mot de passe n’a pas changé."
    )
    return Notice(kind="account.password", subject="Votre mot de passe TNE 38", body=body + _SIGNATURE)


def password_changed(user: User) -> Notice:
    """Tells that the password was changed, in case someone else did it."""
    body = (
        f"Bonjour {user.full_name},\n\n"
        "Le mot de passe de votre compte vient d’être enregistré.\n"
        f"Si ce n’est pas vous, choisissez-en un autre : {_absolute('accounts:forgotten')}"
    )
    return Notice(kind="account.changed", subject="Votre mot de passe est enregistré", body=body + _SIGNATURE)


def _password_link(user: User) -> str:
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    return _absolute("accounts:choose_password", uid, default_token_generator.make_token(user))


def _absolute(name: str, *args: str) -> str:
    return settings.SITE_URL + reverse(name, args=args)
