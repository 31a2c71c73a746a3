"""The identifiers of French schools and bodies: UAI, SIREN, SIRET, RNA, INSEE code.

Each function says whether a compact text is right; `compact` drops what people type between the signs.
"""

import re

from stdnum.fr import siren as _siren
from stdnum.fr import siret as _siret

_UAI_KEYS = "ABCDEFGHJKLMNPRSTUVWXYZ"  # 23 letters, without I, O and Q
_UAI = re.compile(r"\d{7}[A-Z]")
_RNA = re.compile(r"W\d{9}")
_INSEE = re.compile(r"(\d{2}|2A|2B)\d{3}")


def compact(text: str) -> str:
    """« 038 1710 c » → « 0381710C »: no space, dot or dash, capital letters."""
    return re.sub(r"[\s.\-]", "", text).upper()


def is_uai(text: str) -> bool:
    """7 digits and a key letter, the rank of the number modulo 23."""
    return bool(_UAI.fullmatch(text)) and _UAI_KEYS[int(text[:7]) % 23] == text[7]


def is_siren(text: str) -> bool:
    """9 digits that pass Luhn."""
    return text.isascii() and _siren.is_valid(text)


def is_siret(text: str) -> bool:
    """14 digits that pass Luhn, or the rule of La Poste."""
    return text.isascii() and _siret.is_valid(text)


def is_rna(text: str) -> bool:
    """The number of an association: W and 9 digits."""
    return bool(_RNA.fullmatch(text))


def is_insee(text: str) -> bool:
    """The code of a commune: 5 characters, 2A and 2B included."""
    return bool(_INSEE.fullmatch(text))
