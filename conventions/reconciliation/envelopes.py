"""The envelopes against what decisions, votes and payments take from them."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Sum

from applications.models import Candidacy
from reviews.enums import Funder
from reviews.models import Envelope, Overrun, Reservation
from tne38.core.money import ZERO, french

from ..models import Vote
from .expected import held
from .gap import Gap


def gaps() -> Iterator[Gap]:
    for funder in Funder:
        yield from _wrong(funder)
        yield from _missing(funder)
    yield from _exceeded()
    yield from _votes()


def _wrong(funder: Funder) -> Iterator[Gap]:
    """Reservations of another amount than what the dossier has come to."""
    rows = Reservation.objects.filter(envelope__funder=funder).annotate(due=held(funder, "candidacy__"))
    found = rows.exclude(amount=F("due")).order_by("candidacy")
    for number, amount, due in found.values_list("candidacy__number", "amount", "due"):
        message = f"{french(amount)} réservés sur l’enveloppe « {funder.label} », {french(due)} attendus."
        yield Gap(number, "reservation", message)


def _missing(funder: Funder) -> Iterator[Gap]:
    """Dossiers that should hold something of an envelope of their call, and hold nothing."""
    envelopes = Envelope.objects.filter(call=OuterRef("call"), funder=funder)
    reservations = Reservation.objects.filter(candidacy=OuterRef("pk"), envelope__funder=funder)
    rows = Candidacy.objects.filter(Exists(envelopes), ~Exists(reservations))
    found = rows.annotate(due=held(funder, "")).exclude(due=ZERO).order_by("pk")
    for number, due in found.values_list("number", "due"):
        message = f"{french(due)} attendus sur l’enveloppe « {funder.label} », rien n’y est réservé."
        yield Gap(number, "reservation", message)


def _exceeded() -> Iterator[Gap]:
    """Envelopes passed without anyone having allowed it."""
    allowed = Exists(Overrun.objects.filter(envelope=OuterRef("pk")))
    rows = Envelope.objects.annotate(taken=Sum("reservations__amount")).filter(
        ~allowed, taken__gt=F("amount")
    )
    for envelope in rows.select_related("call").order_by("pk"):
        taken, amount = french(envelope.taken), french(envelope.amount)
        yield Gap(
            "",
            "enveloppe",
            f"Enveloppe « {envelope} » : {taken} réservés pour {amount}, sans dépassement autorisé.",
        )


def _votes() -> Iterator[Gap]:
    """Votes of another amount than the decision."""
    shares = {name: F(f"candidacy__decision__{name}") for name in ("amount", "department_share", "tne_share")}
    found = Vote.objects.exclude(**shares).order_by("candidacy")
    for number, voted, decided in found.values_list(
        "candidacy__number", "amount", "candidacy__decision__amount"
    ):
        yield Gap(
            number, "vote", f"{french(voted)} votés pour une décision de {french(decided)}, parts comprises."
        )
