"""The papers of the demonstration: what a fictitious porteur or supplier would send, marked as such on the page."""

from datetime import datetime
from functools import cache

from django.core.files.base import ContentFile

from applications.domain.attachments import Filing, Sent, add_attachment
from applications.founding_calls import PARIS
from applications.models import Candidacy
from tne38.accounts.models import User
from tne38.core import pdf

_MADE_AT = datetime(2025, 2, 10, 10, 30, tzinfo=PARIS)


@cache
def fictitious_pdf(title: str, lines: tuple[str, ...]) -> bytes:
    """A page with this title and these lines, printed once however many dossiers carry it."""
    return pdf.render("demo/paper.html", {"lines": lines}, title=title, at=_MADE_AT)


def sent(name: str, title: str, *lines: str) -> Sent:
    """The file, as somebody would send it."""
    return Sent(name, ContentFile(fictitious_pdf(title, lines)))


def join_measure(candidacy: Candidacy, *, by: User) -> None:
    """The measure of the Internet rate of the first school, that the porteur of a draft joins to it."""
    measure = sent(
        "mesure-de-debit.pdf",
        "Mesure du débit Internet",
        "Relevé fait dans chaque classe concernée, un jour de classe, à 10 h 30.",
        "Débit descendant : 35 Mb/s au moins. Débit montant : 12 Mb/s au moins.",
    )
    kind = candidacy.call.piece_kinds.filter(of_school=True).first()
    add_attachment(candidacy, measure, Filing(kind, candidacy.projects.first()), by=by)
