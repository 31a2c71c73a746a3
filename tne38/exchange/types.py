"""The kinds of values of the dossier file: each refuses with the code of docs/commandes.md."""

import re
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from tne38.core import identifiers, money

_AMOUNT = re.compile(r"\d{1,12}(\.\d{1,2})?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOST = 100_000
_MOST_MBPS = Decimal("100000")


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise PydanticCustomError("champ_obligatoire", "Un texte est attendu.")
    if "\x00" in value:
        raise PydanticCustomError("champ_obligatoire", "Ce texte contient un caractère interdit.")
    return value.strip()


def _filled(value: str) -> str:
    if not value:
        raise PydanticCustomError("champ_obligatoire", "Ce champ est obligatoire.")
    return value


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MOST:
        raise PydanticCustomError(
            "quantite_invalide", "Un nombre entier est attendu, sans signe ni décimale."
        )
    return value


def _at_least_one(value: int) -> int:
    if value < 1:
        raise PydanticCustomError("quantite_invalide", "Un nombre d’au moins 1 est attendu.")
    return value


def _domain(value: int) -> int:
    if not 1 <= value <= 5:
        raise PydanticCustomError("quantite_invalide", "Un domaine du socle est un nombre de 1 à 5.")
    return value


def _amount(value: Any) -> Decimal:
    """Euros, exact: a text with at most two decimals, or a number that has no more."""
    wrong = PydanticCustomError("montant_invalide", "Un montant en euros est attendu, par exemple 1700.00.")
    if isinstance(value, str):
        if not _AMOUNT.fullmatch(value):
            raise wrong
        value = Decimal(value)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise wrong
    amount = Decimal(value)
    if not amount.is_finite() or not 0 <= amount <= money.MAXIMUM or amount != money.to_cent(amount):
        raise wrong
    return money.to_cent(amount)


def _price(value: Decimal) -> Decimal:
    if value <= 0:
        raise PydanticCustomError("montant_invalide", "Un prix est supérieur à zéro.")
    return value


def _rate(value: Any) -> Decimal:
    """Mb/s; further decimals are dropped, so that 19.999 never becomes 20."""
    wrong = PydanticCustomError("quantite_invalide", "Un débit en Mb/s est attendu, par exemple 35 ou 35.5.")
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise wrong
    rate = Decimal(value)
    if not rate.is_finite() or not 0 <= rate <= _MOST_MBPS:
        raise wrong
    return rate.quantize(Decimal("0.01"), rounding=ROUND_FLOOR)


def _day(value: Any) -> date:
    wrong = PydanticCustomError("champ_obligatoire", "Une date est attendue, par exemple 2025-03-31.")
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise wrong
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise wrong from None


def _email(value: str) -> str:
    try:
        validate_email(value)
    except ValidationError:
        raise PydanticCustomError("champ_obligatoire", "Une adresse électronique est attendue.") from None
    return value


def _uai(value: Any) -> str:
    uai = identifiers.compact(value) if isinstance(value, str) else ""
    if not identifiers.is_uai(uai):
        message = "Ce code UAI n’est pas valable : 7 chiffres et une lettre de contrôle."
        raise PydanticCustomError("uai_invalide", message)
    return uai


def _identifier(code: str, is_valid: Any, message: str) -> BeforeValidator:
    def check(value: Any) -> str | None:
        if value is None or value == "":
            return None
        text = identifiers.compact(value) if isinstance(value, str) else ""
        if not is_valid(text):
            raise PydanticCustomError(code, message)
        return text

    return BeforeValidator(check)


def _insee(value: Any) -> str | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str) or not identifiers.is_insee(value.strip()):
        raise PydanticCustomError("porteur_non_eligible", "Un code INSEE compte 5 caractères.")
    return value.strip()


def _name(longest: int) -> Any:
    def short_enough(value: str) -> str:
        if len(value) > longest:
            message = f"Ce texte est trop long : {longest} signes au plus."
            raise PydanticCustomError("champ_obligatoire", message)  # type: ignore[arg-type]
        return value

    schema = Field(json_schema_extra={"maxLength": longest})
    return Annotated[str, BeforeValidator(_text), AfterValidator(short_enough), schema]


Text = Annotated[str, BeforeValidator(_text)]
ShortText = _name(100)
Label = Annotated[_name(200), AfterValidator(_filled), Field(json_schema_extra={"minLength": 1})]
Key = Annotated[_name(80), AfterValidator(_filled), Field(json_schema_extra={"minLength": 1})]
ClassName = Annotated[_name(60), AfterValidator(_filled), Field(json_schema_extra={"minLength": 1})]
PersonName = Annotated[_name(150), AfterValidator(_filled), Field(json_schema_extra={"minLength": 1})]
PersonTitle = Annotated[_name(100), AfterValidator(_filled), Field(json_schema_extra={"minLength": 1})]
Email = Annotated[_name(254), AfterValidator(_email), Field(json_schema_extra={"format": "email"})]
Day = Annotated[
    date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date", "pattern": _DAY.pattern})
]
Count = Annotated[int, BeforeValidator(_whole), Field(json_schema_extra={"minimum": 0, "maximum": _MOST})]
Quantity = Annotated[
    int,
    BeforeValidator(_whole),
    AfterValidator(_at_least_one),
    Field(json_schema_extra={"minimum": 1, "maximum": _MOST}),
]
Domain = Annotated[
    int,
    BeforeValidator(_whole),
    AfterValidator(_domain),
    Field(json_schema_extra={"minimum": 1, "maximum": 5}),
]
_AMOUNT_SCHEMA = {
    "anyOf": [{"type": "string", "pattern": r"^\d{1,12}(\.\d{1,2})?$"}, {"type": "number", "minimum": 0}]
}
Amount = Annotated[Decimal, BeforeValidator(_amount), WithJsonSchema(_AMOUNT_SCHEMA)]
Price = Annotated[Decimal, BeforeValidator(_amount), AfterValidator(_price), WithJsonSchema(_AMOUNT_SCHEMA)]
Rate = Annotated[Decimal, BeforeValidator(_rate), WithJsonSchema({"type": "number", "minimum": 0})]
Uai = Annotated[str, BeforeValidator(_uai), Field(json_schema_extra={"pattern": r"^\d{7}[A-Z]$"})]
Siren = Annotated[
    str | None, _identifier("siren_invalide", identifiers.is_siren, "Ce SIREN n’est pas valable.")
]
Siret = Annotated[
    str | None, _identifier("siret_invalide", identifiers.is_siret, "Ce SIRET n’est pas valable.")
]
Rna = Annotated[
    str | None,
    _identifier("rna_invalide", identifiers.is_rna, "Un numéro RNA s’écrit W suivi de 9 chiffres."),
]
Insee = Annotated[str | None, BeforeValidator(_insee)]
