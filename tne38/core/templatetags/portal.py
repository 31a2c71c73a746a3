"""How amounts and jobs are written in pages and documents."""

from decimal import Decimal

from django import template

from .. import money

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
    """« 44 Ko », « 1,3 Mo »: the units people know, of 1 000 bytes."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))}{money.NO_BREAK_SPACE}Ko"
    return f"{size / 1_000_000:.1f}".replace(".", ",") + f"{money.NO_BREAK_SPACE}Mo"


@register.filter
def percent(rate: Decimal | None) -> str:
    """« 70 % » from 0.70."""
    if rate is None:
        return "–"
    value = (rate * 100).normalize()
    return f"{value:f}".replace(".", ",") + money.NO_BREAK_SPACE + "%"
