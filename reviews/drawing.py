"""Places against the money: the whole envelope, then each funder's own; and the word for each place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from tne38.core.money import ZERO, french, total

from .comparison import Place
from .enums import Funder
from .picture import Picture, Share, draw

WITHIN, ARBITRATED, OUTSIDE = (
    ("done", "dans le seuil"),
    ("todo", "à arbitrer"),
    ("stop", "hors enveloppe"),
)
SUGGESTED = ("done", "proposé")
NOTHING = ("", "rien")


@dataclass(frozen=True)
class Drawing:
    """One picture with whose money it is and the figures it shows, in euros; `code` makes its identifiers."""

    code: str
    who: str
    picture: Picture
    envelope: Decimal | None
    taken: Decimal

    @property
    def title(self) -> str:
        return f"{self.who}, dossier par dossier"

    @property
    def left(self) -> Decimal | None:
        return None if self.envelope is None else self.envelope - self.taken


def outcome_of(place: Place, *, has_threshold: bool) -> tuple[str, str]:
    """The tone and the word for what becomes of a dossier."""
    if not place.proposed:
        return NOTHING
    if not place.is_funded:
        return OUTSIDE
    if place.to_arbitrate:
        return ARBITRATED
    return WITHIN if has_threshold else SUGGESTED


def drawings(
    places: Iterable[Place], envelope: Decimal | None, funders: Mapping[str, Decimal], *, prefix: str = ""
) -> list[Drawing]:
    """The propositions against the envelope, then the part of each funder against its own.

    `funders` is what each has put in, in euros; `prefix` tells apart the pictures of one page.
    """
    asked = [place for place in places if place.proposed]
    whole = [_share(place, place.proposed) for place in asked]
    found = [_drawing(f"{prefix}enveloppe", "Tous financeurs ensemble", whole, envelope)]
    for funder in Funder:
        funded = [
            _share(place, place.department if funder == Funder.DEPARTMENT else place.tne)
            for place in asked
            if place.is_funded
        ]
        found.append(_of_a_funder(f"{prefix}{funder.value}", funder.label, funded, funders.get(funder)))
    return found


def _share(place: Place, amount: Decimal) -> Share:
    tone, _ = outcome_of(place, has_threshold=True)
    return Share(place.rank or 0, amount, tone, place.is_funded)


def _drawing(code: str, who: str, shares: list[Share], envelope: Decimal | None) -> Drawing:
    taken = total(share.amount for share in shares if share.fits)
    return Drawing(code, who, draw(shares, envelope), envelope, taken or ZERO)


def _of_a_funder(code: str, who: str, shares: list[Share], envelope: Decimal | None) -> Drawing:
    """What the funded dossiers take of its own envelope: who fits is decided on the whole."""
    drawing = _drawing(code, who, shares, envelope)
    told = f"Part des dossiers financés : {french(drawing.taken, cents=False)}"
    if envelope is not None:
        told += f" pour {french(envelope, cents=False)} d’enveloppe"
    if drawing.left is not None and drawing.left < 0:
        told += f", dépassée de {french(-drawing.left, cents=False)}"
    return replace(drawing, picture=replace(drawing.picture, label=f"{told}."))
