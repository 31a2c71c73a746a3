"""Small operations on text that several apps need."""

import re
import unicodedata


def fold(text: str) -> str:
    """Lower case, no accent, single spaces: « École  Directe » → « ecole directe ».

    Used for search, sorting and comparison of names, alike on SQLite and PostgreSQL.
    """
    decomposed = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE"))
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return " ".join(plain.casefold().split())


_BEFORE = re.compile(r" (?=[;:!?»%€](?:\W|$))")
_AFTER = re.compile(r"(?<=[«°]) ")


def typeset(text: str) -> str:
    """French no-break spaces: « n° 12 ; 5 % » keeps each sign with its word."""
    return _AFTER.sub("\u00a0", _BEFORE.sub("\u00a0", text))
