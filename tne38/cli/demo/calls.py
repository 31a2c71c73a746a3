"""One call of each kind that is open now, with the settings of the founding ones."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from django.utils import timezone

from applications import founding_calls
from applications.domain import calls
from applications.domain.calls import CallText
from applications.models import Call
from tne38.cli.founding import COLLEGES_ENVELOPE, found

OPEN_COLLEGES, OPEN_PRIMARY = "colleges-prives-demo", "accessibilite-1er-degre-demo"
# The letters of the demonstration go nowhere: its addresses end in .test.
CONTACT = "contact@demo.test"
_PARTNERS = {
    "rectorat_email": "rectorat@demo.test",
    "training_email": "canope@demo.test",
    "families_email": "ligue@demo.test",
}
_LASTS = timedelta(days=60)
_ENDS_SOON = timedelta(days=7)


def found_with_contacts() -> None:
    """Create the founding calls as `load_calls` does, with the demonstration's addresses of the partners."""
    for text, envelope in (
        (founding_calls.COLLEGES_TEXT, COLLEGES_ENVELOPE),
        (founding_calls.PRIMARY_TEXT, {}),
    ):
        found(replace(text, settings={**text.settings, **_PARTNERS}), envelope)


def open_both() -> None:
    """Create the two open calls, or keep them open for some weeks more."""
    now = timezone.now()
    for slug, text, envelope in (
        (OPEN_COLLEGES, founding_calls.COLLEGES_TEXT, COLLEGES_ENVELOPE),
        (OPEN_PRIMARY, founding_calls.PRIMARY_TEXT, {}),
    ):
        found(_open(slug, text, now), envelope)
        call = Call.objects.get(slug=slug)
        if call.closes_at < now + _ENDS_SOON:
            calls.postpone(call, closes_at=_closing(now))


def _open(slug: str, text: CallText, now: datetime) -> CallText:
    changes = {
        "title": f"{text.settings['title']} (démonstration)",
        "year": timezone.localdate(now).year,
        "opens_at": now.replace(microsecond=0) - timedelta(days=1),
        "closes_at": _closing(now),
        "validation_period": "dans le mois qui suit la clôture (exemple)",
        "notification_period": "le mois suivant (exemple)",
        **_PARTNERS,
        "contact_email": CONTACT,  # it is written to when a porteur asks a question
    }
    return replace(text, slug=slug, settings={**text.settings, **changes})


def _closing(now: datetime) -> datetime:
    """The last second of a day, in Paris."""
    day = timezone.localdate(now) + _LASTS
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))
