"""How dates and parts are written in documents and messages."""

from datetime import date
from decimal import Decimal

from django import template

from ..dates import in_words
from ..money import NO_BREAK_SPACE, to_cent

register = template.Library()


@register.filter
def long_date(day: date) -> str:
    """« 1er mars 2025 », on one line."""
    return in_words(day).replace(" ", NO_BREAK_SPACE)


@register.filter
def part_of(amount: Decimal, whole: Decimal) -> str:
    """« 29,41 % » : the part of `whole` that `amount` is; zero of a zero whole."""
    value = to_cent(amount / whole * 100) if whole else Decimal("0.00")
    return f"{value:f}".replace(".", ",") + NO_BREAK_SPACE + "%"
