"""Fields that read what people type and say what to write instead."""

from typing import Any

from django import forms


class WholeNumberField(forms.IntegerField):
    """A whole number in a text field; « 1 204 » is read as 1204."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": "Écrivez un nombre entier, par exemple 12.",
        "min_value": "Écrivez un nombre d’au moins %(limit_value)s.",
        "max_value": "Ce nombre est trop élevé : vérifiez la saisie.",
    }

    def __init__(self, **kwargs: Any) -> None:
        # The models keep these numbers in 32 bits; above a hundred thousand it is a typing error.
        kwargs.setdefault("min_value", 0)
        super().__init__(max_value=100_000, **kwargs)
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off", "class": "field--short"})

    def to_python(self, value: Any) -> int | None:
        return super().to_python("".join(value.split()) if isinstance(value, str) else value)


class RateField(forms.DecimalField):
    """A rate in Mb/s; a comma or a dot."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": "Écrivez un débit en Mb/s, par exemple 35 ou 18,5.",
        "min_value": "Un débit ne peut pas être négatif.",
        "max_digits": "Ce débit est trop élevé : vérifiez la saisie.",
        "max_whole_digits": "Ce débit est trop élevé : vérifiez la saisie.",
        "max_decimal_places": "Écrivez au plus deux chiffres après la virgule.",
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_digits=8, decimal_places=2, **kwargs)
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off", "class": "field--short"})

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = "".join(value.split()).replace(",", ".")
        return super().to_python(value)


class YesNoField(forms.TypedChoiceField):
    """Oui or Non, neither being chosen beforehand."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=[(True, "Oui"), (False, "Non")],
            coerce=lambda value: value in (True, "True"),
            empty_value=None,
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, bool) else value


def lines_of(text: str) -> list[str]:
    """« un\\n\\n deux  » → ["un", "deux"]: one label a line, each once."""
    return list(dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip()))


def take_spaces(field: forms.Field) -> None:
    """Let people type an identifier with spaces: its length is checked once they are gone."""
    field.max_length = None
    field.validators = []
    field.widget.attrs.pop("maxlength", None)
