"""Who opens the spreadsheets that were sent, and those given back with their errors."""

from typing import Any

from tne38.core.files import opened_by
from tne38.core.models import StoredFile

SENT, ANNOTATED = "tableau-de-dossiers", "tableau-annote"


@opened_by(SENT)
@opened_by(ANNOTATED)
def opens_spreadsheet(user: Any, file: StoredFile) -> bool:
    """Whoever may import dossiers."""
    return bool(user.has_perm("exchange.view_sheetimport"))
