"""Small operations on text that several apps need."""

import unicodedata


def fold(text: str) -> str:
    """Lower case, no accent, single spaces: « École  Directe » → « ecole directe ».

    Used for search, sorting and comparison of names, alike on SQLite and PostgreSQL.
    """
    decomposed = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE"))
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return " ".join(plain.casefold().split())
