"""The examination of invoices, as it is kept with a liquidation, made ready to be read."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

_AMOUNTS = {"montant", "retenu", "prix_unitaire"}


def explained(details: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same rows with their amounts in Decimal euros."""
    return [{name: _value(name, value) for name, value in row.items()} for row in details]


def _value(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return explained(value)
    return Decimal(value) if name in _AMOUNTS else value
