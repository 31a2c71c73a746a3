"""The bars of a picture; differences between two sides, with their sign: a colour is not needed to read them."""

from decimal import Decimal

from django import template
from django.utils.safestring import SafeString, mark_safe

from tne38.core.money import NO_BREAK_SPACE, french

from ..picture import Bar, Picture

register = template.Library()
_MINUS = "−"


@register.simple_tag
def signed(amount: Decimal) -> str:
    """« + 1 200,00 € », « − 35,50 € », « 0,00 € »."""
    return _with_sign(french(abs(amount)), amount)


@register.simple_tag
def money_difference(before: Decimal | None, after: Decimal | None) -> str:
    """The difference of two amounts; a dash where one is not known."""
    return "–" if before is None or after is None else signed(after - before)


@register.simple_tag
def difference(before: int | None, after: int | None) -> str:
    """The difference of two numbers; a dash where one is not known."""
    return "–" if before is None or after is None else _with_sign(str(abs(after - before)), after - before)


@register.simple_tag
def bars(picture: Picture) -> SafeString:
    """The bars of a picture, up to 240 of them: a template would take as long as all the rest of the page."""
    return mark_safe("".join(map(_bar, picture.bars)))  # noqa: S308 - numbers, and tones of ours


def _bar(bar: Bar) -> str:
    drawn = (
        f'<rect class="envelope__bar envelope__bar--{bar.tone}" x="{bar.x}" y="34" width="{bar.width}" '
        'height="54" rx="3" />'
    )
    if not bar.labelled:
        return drawn
    label = f'<text class="envelope__rank" x="{bar.middle}" y="106" text-anchor="middle">{bar.rank}</text>'
    return drawn + label


def _with_sign(text: str, value: Decimal | int) -> str:
    if not value:
        return text
    return f"{'+' if value > 0 else _MINUS}{NO_BREAK_SPACE}{text}"
