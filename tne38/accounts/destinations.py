"""Where each person's work is."""

from django.urls import reverse

from .models import User
from .rules import second_factor_ok


def home_of(user: User) -> str:
    """The address to lead someone to after they have signed in."""
    if not second_factor_ok(user):
        return reverse("accounts:second_factor")
    return reverse("admin:index" if user.is_staff else "applications:list")
