"""Amounts of money: integer cents in the database, Decimal euros everywhere else.

SQLite stores a Decimal as a float, so that 0.10 × 3 is more than 0.30 there. Integer cents are exact on
both engines, in constraints and in sums as well.
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
# Above this an amount is a typing error: one hundred million euros.
MAXIMUM = Decimal("100000000.00")
NO_BREAK_SPACE = "\u00a0"


def to_cent(amount: Decimal) -> Decimal:
    """Round an amount in euros half-up to the cent: 2.005 → 2.01."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def split(amount: Decimal, second_share: Decimal) -> tuple[Decimal, Decimal]:
    """Share an amount in euros between two funders; the first one takes the odd cent.

    `second_share` is the part of the second funder, between 0 and 1. The two parts always add up to
    `amount`: split(10.01, 0.5) → (5.01, 5.00).
    """
    second = (amount * second_share * 100).to_integral_value(rounding="ROUND_FLOOR") / 100
    second = second.quantize(CENT)
    return to_cent(amount) - second, second


def total(amounts: Iterable[Decimal]) -> Decimal:
    """Add amounts in euros; an empty series gives 0.00."""
    return sum(amounts, ZERO)


def plain(amount: Decimal) -> str:
    """The form used in files and in JSON: two decimals, a dot, no grouping."""
    return f"{amount:.2f}"


def french(amount: Decimal, *, cents: bool = True) -> str:
    """The form used in pages and documents: « 60 000,00 € », with no-break spaces."""
    text = f"{amount:,.2f}" if cents or amount % 1 else f"{amount:,.0f}"
    return text.replace(",", NO_BREAK_SPACE).replace(".", ",") + NO_BREAK_SPACE + "€"


def parse(text: str) -> Decimal:
    """Read an amount as people type it: « 2 150,50 € », « 2150.5 ». Raises ValueError otherwise."""
    cleaned = "".join(text.split()).replace("€", "").replace(",", ".")
    try:
        amount = Decimal(cleaned)
    except InvalidOperation:
        raise ValueError(text) from None
    if not amount.is_finite() or amount != to_cent(amount):
        raise ValueError(text)
    return amount


class MoneyFormField(forms.CharField):
    """A text field that reads an amount the way people type it."""

    default_error_messages = {
        "invalid": "Écrivez un montant en euros, par exemple 2 150,00.",
        "negative": "Le montant ne peut pas être négatif.",
        "too_large": "Ce montant est trop élevé : vérifiez la saisie.",
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.pop("max_length", None)
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("inputmode", "decimal")
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value: object) -> Decimal | None:  # type: ignore[override]  # a text in, an amount out
        if value in self.empty_values:
            return None
        try:
            amount = parse(str(value))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if amount < 0:
            raise ValidationError(self.error_messages["negative"], code="negative")
        if amount > MAXIMUM:
            raise ValidationError(self.error_messages["too_large"], code="too_large")
        return amount

    def prepare_value(self, value: object) -> object:
        if isinstance(value, Decimal):
            return french(value).removesuffix(NO_BREAK_SPACE + "€")
        return value

    def has_changed(self, initial: object, data: object) -> bool:
        try:
            return self.to_python(initial if initial is not None else "") != self.to_python(data)
        except ValidationError:
            return True


class MoneyField(models.BigIntegerField):  # type: ignore[type-arg]
    """An amount in euros: Decimal with two places in Python, integer cents in the database."""

    description = "Amount in euros, stored as cents"

    def from_db_value(self, value: int | None, expression: Any, connection: Any) -> Decimal | None:
        return None if value is None else (Decimal(int(value)) / 100).quantize(CENT)

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or isinstance(value, Decimal):
            return value
        if isinstance(value, float):
            raise TypeError("An amount of money is never a float.")
        if isinstance(value, int):
            return Decimal(value).quantize(CENT)
        try:
            return parse(str(value)).quantize(CENT)
        except ValueError:
            raise ValidationError("Ce montant n’est pas valable.", code="invalid") from None

    def get_prep_value(self, value: Any) -> Any:
        value = self.to_python(value)
        if value is None or not isinstance(value, Decimal):
            return value
        return int((to_cent(value) * 100).to_integral_value())

    def value_to_string(self, obj: models.Model) -> str:
        value = self.value_from_object(obj)
        return "" if value is None else plain(value)

    def get_internal_type(self) -> str:
        return "BigIntegerField"

    @property
    def validators(self) -> list[Any]:
        # The integer-range validators of the parent compare cents with euros.
        return list(self._validators)  # type: ignore[attr-defined]

    def formfield(self, **kwargs: Any) -> Any:
        return models.Field.formfield(self, **{"form_class": MoneyFormField, **kwargs})
