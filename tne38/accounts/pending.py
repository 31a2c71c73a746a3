"""Between the password and the one-time code: who has given the first and owes the second.

Nobody is signed in meanwhile: the session only remembers whom to ask, for ten minutes.
"""

import time

from django.http import HttpRequest
from django_otp.plugins.otp_totp.models import TOTPDevice

from .models import User

_KEY = "second_factor_pending"
_LASTS = 600  # seconds


def owes_code(user: User) -> bool:
    """Whether the account has an authenticator."""
    return TOTPDevice.objects.devices_for_user(user, confirmed=True).exists()


def start(request: HttpRequest, user: User, *, then: str) -> None:
    """Remember that this person gave the right password, and where they were going."""
    request.session.cycle_key()
    request.session[_KEY] = {"user": user.pk, "until": time.time() + _LASTS, "then": then}


def current(request: HttpRequest) -> tuple[User, str] | None:
    """Whom to ask for a code and where they were going; None when nobody, or too late."""
    kept = request.session.get(_KEY)
    if kept is None or kept["until"] < time.time():
        return None
    user = User.objects.filter(pk=kept["user"], is_active=True).first()
    return None if user is None else (user, kept["then"])


def finish(request: HttpRequest) -> None:
    """Forget the question once it is answered."""
    request.session.pop(_KEY, None)
