"""Opening a call with the settings of its text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from tne38.core import journal

from ..models import Call, CallDocument, EntProduct, FamilyAction, PieceKind, TrainingTheme


@dataclass(frozen=True)
class EntValue:
    """An ENT as the call qualifies it."""

    name: str
    fulfils: bool = True
    subsidised: bool = True


@dataclass(frozen=True)
class PieceValue:
    """A piece as the call asks for it or accepts it."""

    label: str
    help: str = ""
    required: bool = False
    of_school: bool = False


@dataclass(frozen=True)
class CallText:
    """What the text of a call says: `settings` are fields of `Call`, then its lists.

    `documents` are pairs (title, address).
    """

    slug: str
    settings: Mapping[str, Any]
    training: Sequence[str] = ()
    family_actions: Sequence[str] = ()
    ent_products: Sequence[EntValue] = ()
    documents: Sequence[tuple[str, str]] = field(default=())
    pieces: Sequence[PieceValue] = ()


@transaction.atomic
def create_missing(text: CallText, *, by: Any = None) -> tuple[Call, bool]:
    """The call of this slug, and whether it was just created.

    A call that exists is returned as it is: what an agent has edited is never overwritten.
    """
    if existing := Call.objects.filter(slug=text.slug).first():
        return existing, False
    call = Call(slug=text.slug, **text.settings)
    call.full_clean()
    call.save(force_insert=True)
    TrainingTheme.objects.bulk_create(
        TrainingTheme(call=call, label=label, position=place) for place, label in enumerate(text.training)
    )
    FamilyAction.objects.bulk_create(
        FamilyAction(call=call, label=label, position=place)
        for place, label in enumerate(text.family_actions)
    )
    for ent in text.ent_products:
        EntProduct.objects.create(call=call, name=ent.name, fulfils=ent.fulfils, subsidised=ent.subsidised)
    CallDocument.objects.bulk_create(
        CallDocument(call=call, title=title, url=url) for title, url in text.documents
    )
    PieceKind.objects.bulk_create(
        PieceKind(call=call, position=place, **vars(piece)) for place, piece in enumerate(text.pieces)
    )
    journal.record("appel créé", call, by=by, after={"appel": call.slug, **call.terms.as_data()})
    return call, True


@transaction.atomic
def postpone(call: Call, *, closes_at: datetime, by: Any = None) -> Call:
    """Move the closing instant of a call to a later one; an earlier one changes nothing."""
    call = Call.objects.select_for_update().get(pk=call.pk)
    if closes_at <= call.closes_at:
        return call
    before, call.closes_at = call.closes_at, closes_at
    call.version += 1
    call.save(update_fields=["closes_at", "version"])
    journal.record(
        "clôture reportée", call, by=by, before={"cloture": before}, after={"cloture": call.closes_at}
    )
    return call
