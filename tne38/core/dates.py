"""Dates in French words: the first day of a month is written « 1er »."""

from datetime import date
from typing import Any

from django.template import defaultfilters
from django.utils import formats

_FIRST = "1 "


def in_words(day: date) -> str:
    """« 1er mars 2025 »; the local day of a datetime is for the caller to find."""
    return with_first(formats.date_format(day, "j F Y"))


def french(value: Any, shape: str | None = None) -> str:
    """What Django's `date` filter writes, with « 1er »."""
    text = defaultfilters.date(value, shape)
    return with_first(text) if shape and shape.startswith("j ") else text


def with_first(text: str) -> str:
    return f"1er {text.removeprefix(_FIRST)}" if text.startswith(_FIRST) else text
