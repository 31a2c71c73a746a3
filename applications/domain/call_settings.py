"""What follows from an agent's change of the settings of a call."""

from typing import Any

from django.db import transaction
from django.db.models import F

from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed
from tne38.core.money import ZERO
from tne38.core.text import fold

from ..enums import GRANTED
from ..models import Call, SchoolProject
from .calls import EntValue


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


def require_ent_kept(call: Call, before: EntValue, after: EntValue | None) -> None:
    """Refuse to rename, to qualify again or to take out (`after` is None) an ENT that a granted dossier counts on.

    Raises DomainError « etat », on the field « name » or « subsidised ».
    """
    changed = _subsidised(before) ^ _subsidised(after)
    if not changed:
        return
    granted = SchoolProject.objects.filter(
        candidacy__call=call, candidacy__state__in=GRANTED, ent_annual_cost__gt=ZERO
    )
    rows = granted.order_by("candidacy__number").values_list("candidacy__number", "ent_name")
    number = next((number for number, name in rows if fold(name) in changed), None)
    if number is not None:
        message = (
            f"Le dossier n° {number} est retenu avec cet espace numérique de travail : le renommer, le requalifier ou "
            "le retirer changerait ce que sa convention lui verse."
        )
        field = "subsidised" if after and fold(after.name) == fold(before.name) else "name"
        raise DomainError("etat", message, field=field)


def _subsidised(ent: EntValue | None) -> set[str]:
    """The folded name by which an ENT opens a subsidy, if it does."""
    return {fold(ent.name)} if ent and ent.subsidised else set()
