"""The messages to the members of the commission."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse

from tne38.core.dates import in_words
from tne38.notifications.letters import Letter

from .models import Opinion, Session
from .session_page import title_of


class OpinionsAwaited(Letter):
    """To one member, some days before a session: the dossiers of its agenda that await their opinion."""

    kind = "rappel-avis"
    subject = "vos avis sont attendus"

    def __init__(self, session: Session, opinions: Sequence[Opinion], *, notice: int) -> None:
        super().__init__("")
        self.session, self.opinions, self.notice = session, opinions, notice

    def recipients(self) -> Iterator[str]:
        yield self.opinions[0].member.email

    def title(self) -> str:
        return f"{self.session} – {self.subject}"

    def cause(self) -> str:
        """Once for each notice; again when the session is put off."""
        return f"{self.session.pk}:{self.session.held_on.isoformat()}:{self.notice}"

    def context(self) -> dict[str, Any]:
        starts = self.session.starts_at
        return {
            "session": self.session,
            "call": self.session.call,
            "day": in_words(self.session.held_on),
            "hour": f"{starts:%-H h %M}" if starts else "",
            "dossiers": [f"{opinion.candidacy} – {title_of(opinion.candidacy)}" for opinion in self.opinions],
            "link": settings.SITE_URL + reverse("admin:reviews_opinion_changelist"),
        }
