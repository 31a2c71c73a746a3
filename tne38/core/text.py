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


def in_bytes(size: int) -> str:
    """« 44 Ko », « 1,3 Mo », « 20 Mo »: the units people know, of 1 000 bytes."""
    if size < 999_500:
        return f"{max(1, round(size / 1000))}\u00a0Ko"
    return f"{size / 1_000_000:.1f}".replace(".", ",").removesuffix(",0") + "\u00a0Mo"


_BEFORE = re.compile(r" (?=[;:!?»%€](?:\W|$))")
_AFTER = re.compile(r"(?<=[«°]) ")


def typeset(text: str) -> str:
    """French no-break spaces: « n° 12 ; 5 % » keeps each sign with its word."""
    return _AFTER.sub("\u00a0", _BEFORE.sub("\u00a0", text))
