"""The code printed on each page of a convention: which one, which page of how many, of which content.

Only signs that a QR code packs closely: capitals, digits, « - », « / » and « : ».
"""

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

_FORM = re.compile(r"TNE38:([A-Z0-9-]{1,20}):(\d{1,3})/(\d{1,3}):([0-9A-F]{10})")


@dataclass(frozen=True)
class PageCode:
    """One page of one convention; `seal` is that of the data it was printed from."""

    number: str
    page: int
    total: int
    seal: str

    def text(self) -> str:
        return f"TNE38:{self.number}:{self.page}/{self.total}:{self.seal}"


def parse(text: str) -> PageCode | None:
    """The page that a code names; None for any other code."""
    found = _FORM.fullmatch(text)
    if found is None:
        return None
    number, page, total, seal = found.groups()
    code = PageCode(number, int(page), int(total), seal)
    return code if 1 <= code.page <= code.total else None


def seal_of(data: dict[str, Any]) -> str:
    """A short hash of the data of a convention: a page of another making, even of the same number, differs."""
    canonical = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:10].upper()
