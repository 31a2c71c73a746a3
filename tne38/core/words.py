"""Amounts in words, as documents state them beside the figures."""

from decimal import Decimal

from num2words import num2words

from .money import to_cent


def in_words(amount: Decimal) -> str:
    """« soixante mille euros et dix centimes » from an amount in euros; raises ValueError below zero."""
    if amount < 0:
        raise ValueError(f"Not an amount to write in words: {amount}")
    euros, cents = divmod(int(to_cent(amount) * 100), 100)
    words = _counted(euros, "euro")
    return f"{words} et {_counted(cents, 'centime')}" if cents else words


def _counted(count: int, unit: str) -> str:
    """« un million d’euros », « deux euros », « zéro euro »."""
    number = num2words(count, lang="fr")
    link = " d’" if number.endswith(("million", "millions", "milliard", "milliards")) else " "
    return f"{number}{link}{unit}{'s' if count > 1 else ''}"
