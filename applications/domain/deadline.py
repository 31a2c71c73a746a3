"""Whether a deposit is in time: one rule for the page, the job, the command and the paper entry."""

from datetime import date, datetime, time

from django.utils import timezone

from tne38.core.errors import DomainError

from ..enums import Origin
from ..models import Candidacy


def deposit_instant(candidacy: Candidacy, *, at: datetime) -> datetime:
    """The moment that counts: `at` on line; on paper the day of the postmark, at 0 h (CRPA, art. L112-1)."""
    if candidacy.origin == Origin.PAPER:
        assert candidacy.postmark_on is not None
        return at_midnight(candidacy.postmark_on)
    return at


def at_midnight(day: date) -> datetime:
    """The first instant of a day, in Paris."""
    return timezone.make_aware(datetime.combine(day, time.min), timezone.get_default_timezone())


def require_in_time(candidacy: Candidacy, instant: datetime, *, paper: bool) -> None:
    """Raise DomainError « hors_delai » before the opening (on line) and after the closing second (both)."""
    call, closes = candidacy.call, timezone.localtime(candidacy.closes_at)
    if paper:
        if timezone.localtime(instant).date() > closes.date():
            raise DomainError(
                "hors_delai",
                f"Le cachet de la poste est postérieur au {closes:%d/%m/%Y}, date limite de dépôt.",
                field="cachet_poste",
            )
    elif instant < call.opens_at:
        opens = timezone.localtime(call.opens_at)
        raise DomainError("hors_delai", f"L’appel ouvre le {opens:%d/%m/%Y à %H h %M}.", field="origine")
    elif not candidacy.is_open(instant):
        raise DomainError(
            "hors_delai",
            f"{'Le délai prolongé' if candidacy.extended_until else 'L’appel'} est clos depuis le "
            f"{closes:%d/%m/%Y à %H h %M} : le dépôt n’est plus possible.",
            field="origine",
        )
