"""The arguments that several commands read."""

from argparse import ArgumentTypeError
from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from applications.models import Call
from tne38.core import money

from .command import wrong_usage


def call_of(slug: str) -> Call:
    """The call of this slug; an unknown one is a wrong usage (exit code 2)."""
    call = Call.objects.filter(slug=slug).first()
    if call is None:
        known = ", ".join(Call.objects.values_list("slug", flat=True)) or "aucun"
        raise wrong_usage(f"L’appel « {slug} » n’existe pas. Appels connus : {known}.")
    return call


def moment(text: str) -> datetime:
    """An ISO 8601 moment; without an offset it is the time in Paris."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"« {text} » n’est pas un moment ISO 8601.") from None
    return at if at.tzinfo else timezone.make_aware(at)


def amount(text: str) -> Decimal:
    """An amount in euros, not negative."""
    try:
        value = money.parse(text)
    except ValueError:
        raise ArgumentTypeError(f"« {text} » n’est pas un montant en euros.") from None
    if not 0 <= value <= money.MAXIMUM:
        raise ArgumentTypeError(f"« {text} » n’est pas un montant possible.")
    return money.to_cent(value)


def rate(text: str) -> Decimal:
    """A rate of equipment per division, at most four decimals, not negative."""
    try:
        value = Decimal(text.replace(",", "."))
    except ArithmeticError:
        raise ArgumentTypeError(f"« {text} » n’est pas un taux.") from None
    if not value.is_finite() or value < 0:
        raise ArgumentTypeError(f"« {text} » n’est pas un taux.")
    return value


def count(text: str) -> int:
    """A whole number, not negative."""
    if not text.isascii() or not text.isdigit():
        raise ArgumentTypeError(f"« {text} » n’est pas un nombre entier.")
    return int(text)
