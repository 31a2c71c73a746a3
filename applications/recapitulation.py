"""The recapitulation of a dossier as a PDF: what the paper form is once filled in, from the same definitions."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils import timezone

from tne38.core import pdf

from .enums import CandidacyState, Origin
from .models import Candidacy
from .status import moment, title_of
from .summary import Section, projects_to_read, summary


@dataclass(frozen=True)
class Part:
    """The sections about one school of several, or about the whole dossier."""

    school: str
    sections: tuple[Section, ...]


def recapitulation_pdf(candidacy: Candidacy) -> bytes:
    """Everything the dossier says, printed. The same dossier gives the same bytes; nothing is written."""
    projects = projects_to_read(candidacy)
    is_draft = candidacy.state == CandidacyState.DRAFT
    name = f"Dossier n° {candidacy.number}" if candidacy.number else "Brouillon de dossier"
    context = {
        "candidacy": candidacy,
        "call": candidacy.call,
        "name": name,
        "is_draft": is_draft,
        "deposit": "" if is_draft else _deposit(candidacy),
        "schools": [project.school for project in projects],
        "parts": _parts(summary(candidacy, projects)),
    }
    return pdf.render(
        "documents/recapitulation.html",
        context,
        title=f"{name} – {title_of(candidacy)}",
        at=candidacy.updated_at,
    )


def file_name(candidacy: Candidacy) -> str:
    """What the downloaded document is called."""
    return f"dossier-{candidacy.number}.pdf" if candidacy.number else f"brouillon-{candidacy.pk}.pdf"


def _deposit(candidacy: Candidacy) -> str:
    """« en ligne le 31 mars 2025 à 23 h 59 », or the two dates of a paper dossier."""
    assert candidacy.deposited_at is not None
    if candidacy.origin != Origin.PAPER:
        return f"en ligne, le {moment(candidacy.deposited_at)}"
    assert candidacy.received_on is not None
    posted, received = timezone.localtime(candidacy.deposited_at), candidacy.received_on
    return f"sur papier : cachet de la poste du {posted:%d/%m/%Y}, reçu le {received:%d/%m/%Y}"


def _parts(sections: Sequence[Section]) -> list[Part]:
    grouped = groupby(sections, key=lambda section: section.school)
    return [Part(school, tuple(found)) for school, found in grouped]
