"""From what a cell holds to a value of the dossier file; what cannot be read is left for the import to refuse."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from tne38.core import money
from tne38.core.text import fold

from .layout import Column, Kind

_MONTHS = [
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
]
_FRENCH_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})")
_WORDED_DAY = re.compile(r"(\d{1,2})(?:er)? ([a-z]+) (\d{4})")
_ABRIDGED = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)
_YES, _NO = {"oui", "o", "vrai", "true", "x", "1"}, {"non", "n", "faux", "false", "0"}
# The serial numbers of the days from 2000 to 2100, as a cell shows them that lost its date format.
_SERIALS, _EPOCH = range(36526, 73051), date(1899, 12, 30)


class Unusable(dict[str, str]):
    """What stands for a cell that says nothing by itself (a formula, an error): the import refuses it.

    A dict, because no field of a row is one: each kind of field refuses it with its own published code.
    """

    def __init__(self, typed: str, why: str) -> None:
        super().__init__(cellule=typed)
        self.typed, self.why = typed, why


def formula(text: str) -> Unusable:
    return Unusable(
        text, "Cette cellule contient une formule : remplacez-la par sa valeur (Coller, puis « Valeurs »)."
    )


def failed(text: str) -> Unusable:
    return Unusable(text, f"Cette cellule contient une erreur de calcul ({text}) : saisissez la valeur.")


def is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def shown(value: Any) -> str:
    """What was typed, as the person would say it."""
    if isinstance(value, Unusable):
        return value.typed
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float):
        return f"{value:.15g}".replace(".", ",")
    return "" if value is None else str(value)


def read(value: Any, column: Column) -> Any:
    """The value for the dossier file. What has not the right form is handed on as it is, to be refused there."""
    if isinstance(value, Unusable):
        return value
    return _READERS[column.kind](value, column)


def _text(value: Any, column: Column) -> Any:
    if isinstance(value, datetime | time | timedelta):
        why = "Le tableur a pris ce texte pour une date : mettez la cellule au format Texte et saisissez-le à nouveau."
        return Unusable(shown(value), why)
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _code(value: Any, column: Column) -> Any:
    """An identifier, with the leading zeros that a spreadsheet takes away from a number."""
    text = _text(value, column)
    if isinstance(text, Unusable):
        return text
    if column.digits and _ABRIDGED.fullmatch(text.strip()) and column.name != "uai":
        why = "Le tableur a abrégé ce numéro : mettez la cellule au format Texte et saisissez-le à nouveau en entier."
        return Unusable(text, why)
    compact = "".join(text.split())
    digits = compact[:-1] if column.name == "uai" else compact
    if column.digits and digits.isdecimal() and column.digits - 4 < len(compact) < column.digits:
        return compact.zfill(column.digits)
    return text


def _choice(value: Any, column: Column) -> Any:
    """A text; the closed lists are compared without case, accents or spaces."""
    text = _text(value, column)
    if isinstance(text, Unusable) or column.name not in {"origine", "porteur_nature"}:
        return text
    return fold(text).replace(" ", "_")


def _number(text: str) -> Decimal | None:
    """A number as it is typed in French: « 1 200,50 »."""
    compact = "".join(text.split()).replace(",", ".")
    if not re.fullmatch(r"[+-]?\d+(\.\d+)?", compact):
        return None
    return Decimal(compact)


def _exact(value: Any) -> int | Decimal | None:
    """A number without the last bits of a float, which no spreadsheet shows."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = _number(value) if isinstance(value, str) else Decimal(f"{value:.15g}")
    except InvalidOperation:  # not a finite number
        return None
    if number is not None and number == number.to_integral_value():
        return int(number)
    return number


def _numeric(value: Any, column: Column) -> Any:
    number = _exact(value)
    return _text(value, column) if number is None else number


def _amount(value: Any, column: Column) -> Any:
    if isinstance(value, str):
        value = value.replace("€", "")
    number = _exact(value)
    if number is None:
        return _text(value, column)
    if number < 0 or number > money.MAXIMUM or money.to_cent(Decimal(number)) != number:
        return Decimal(number)
    return money.plain(Decimal(number))


def _day(value: Any, column: Column) -> Any:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool) and int(value) in _SERIALS:
        return (_EPOCH + timedelta(days=int(value))).isoformat()
    text = fold(_text(value, column)) if isinstance(value, str) else ""
    if found := _FRENCH_DAY.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
        return f"{year if year > 99 else 2000 + year:04d}-{month:02d}-{day:02d}"
    if (found := _WORDED_DAY.fullmatch(text)) and found[2] in _MONTHS:
        return f"{found[3]}-{_MONTHS.index(found[2]) + 1:02d}-{int(found[1]):02d}"
    return _text(value, column)


def _yes_no(value: Any, column: Column) -> Any:
    if isinstance(value, bool):
        return value
    word = fold(shown(value))
    return True if word in _YES else False if word in _NO else _text(value, column)


_READERS: dict[Kind, Callable[[Any, Column], Any]] = {
    Kind.TEXT: _text,
    Kind.CODE: _code,
    Kind.CHOICE: _choice,
    Kind.WHOLE: _numeric,
    Kind.RATE: _numeric,
    Kind.AMOUNT: _amount,
    Kind.DAY: _day,
    Kind.YES_NO: _yes_no,
}
