"""Amounts in models and forms: integer cents in the database, Decimal euros in Python."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from .money import CENT, MAXIMUM, NO_BREAK_SPACE, french, parse, plain, to_cent


class MoneyFormField(forms.CharField):
    """A text field that reads an amount the way people type it."""

    default_error_messages = {
        "invalid": "Écrivez un montant en euros, par exemple 2\u00a0150,00.",
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
