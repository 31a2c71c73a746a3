"""How amounts and jobs are written in pages and documents."""

from decimal import Decimal

from django import template

from .. import money
from ..file_types import label_of
from ..text import in_bytes

register = template.Library()


@register.filter
def euros(amount: Decimal | None) -> str:
    """« 60 000,00 € » ; an unknown amount is a dash."""
    return "–" if amount is None else money.french(amount)


@register.filter
def round_euros(amount: Decimal | None) -> str:
    """« 60 000 € » when there are no cents, for headings and thresholds."""
    return "–" if amount is None else money.french(amount, cents=False)


@register.filter
def file_size(size: int) -> str:
    """« 44 Ko », « 1,3 Mo »."""
    return in_bytes(size)


@register.filter
def file_type(content_type: str) -> str:
    """« PDF » from application/pdf."""
    return label_of(content_type)


@register.filter
def percent(rate: Decimal | None) -> str:
    """« 70 % » from 0.70."""
    if rate is None:
        return "–"
    value = (rate * 100).normalize()
    return f"{value:f}".replace(".", ",") + money.NO_BREAK_SPACE + "%"
