"""What follows from an agent's change of the settings of a call."""

from typing import Any

from django.db import transaction
from django.db.models import F

from tne38.core import journal
from tne38.core.errors import NotAllowed

from ..models import Call


@transaction.atomic
def record_new_call(call: Call, *, by: Any) -> None:
    """Write the creation of a call in the journal. Raises NotAllowed."""
    if not by.has_perm("applications.add_call"):
        raise NotAllowed
    journal.record("appel créé", call, by=by, after=call.terms.as_data())


@transaction.atomic
def touch_settings(call: Call, *, by: Any, before: dict[str, Any], after: dict[str, Any]) -> Call:
    """Number a new version of the call's settings and write what changed in the journal.

    Dossiers already deposited keep what was frozen with them. `before` and `after` hold the changed settings
    alone; nothing is written when they are empty. Raises NotAllowed.
    """
    if not by.has_perm("applications.change_call"):
        raise NotAllowed
    if not before and not after:
        return call
    Call.objects.filter(pk=call.pk).update(version=F("version") + 1)
    call.refresh_from_db(fields=["version"])
    journal.record(
        "réglages de l’appel modifiés", call, by=by, before=before, after={**after, "version": call.version}
    )
    return call
