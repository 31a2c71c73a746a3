"""Making a convention: once, whole, or not at all."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from applications.enums import CandidacyState as State
from tne38.core import files, journal, pdf
from tne38.core.errors import DomainError
from tne38.core.sequences import next_number
from tne38.core.workflow import perform, require_allowed

from ..access import CONVENTION
from ..codes import PageCode, seal_of
from ..completeness import missing
from ..document import ConventionData
from ..export import as_data
from ..merging import articles_of
from ..models import Convention
from ..notifications import ConventionToSign
from ..workflow import ConventionState
from .assembly import assemble
from .locking import locked

DATA_TITLE = "Données de la convention, lisibles par un logiciel"


class MissingValues(DomainError):
    """A document lacks mandatory values; the message names them all."""

    def __init__(self, names: list[str], refusal: str = "La convention ne peut pas être établie") -> None:
        listed = " ; ".join(names)
        values = "cette valeur" if len(names) == 1 else "ces valeurs"
        super().__init__("valeur_manquante", f"{refusal}, il manque {values} : {listed}.")
        self.names = names


def generate(convention: Convention, *, by: Any, at: datetime | None = None) -> Convention:
    """Make the document of a voted dossier and freeze it: number, bytes, SHA-256, data, template version.

    A convention already made is returned as it is. Raises MissingValues (« valeur_manquante »), DomainError
    « etat » for a dossier that lapsed, NotAllowed.
    The number is reserved first and belongs to this convention for good: when its making is interrupted, the
    next attempt takes it up. No row is locked while the document renders, so that several workers share a batch.
    """
    at = (at or timezone.now()).replace(microsecond=0)
    convention = _reserve(convention, by=by, at=at)
    while convention.state == ConventionState.TO_GENERATE:
        data = assemble(convention, number=convention.number or "", at=at)
        convention = _keep(convention, data, print_document(data, at=at), by=by, at=at)
    return convention


@transaction.atomic
def _reserve(convention: Convention, *, by: Any, at: datetime) -> Convention:
    """Check that the convention can be made and give it its number, once."""
    convention = locked(convention)
    if convention.state != ConventionState.TO_GENERATE:
        return convention
    require_allowed(convention.freeze, by=by)
    _require_voted(convention)
    require_complete(convention, at=at)
    if convention.number is None:
        year = convention.candidacy.call.year
        convention.number = f"{year}-TNE-{next_number(f'convention-{year}'):03d}"
        convention.save(update_fields=["number"])
    return convention


@transaction.atomic
def _keep(
    convention: Convention, data: ConventionData, content: bytes, *, by: Any, at: datetime
) -> Convention:
    """Freeze the document, unless the dossier has changed since or another worker was faster."""
    convention = locked(convention)
    if convention.state != ConventionState.TO_GENERATE:
        return convention
    _require_voted(convention)
    if assemble(convention, number=data.number, at=at) != data:
        require_complete(convention, at=at)
        return convention
    perform(convention.freeze, by=by)
    convention.generated_at = at
    convention.data, convention.template_version = as_data(data), data.template
    convention.file = files.store(
        content, kind=CONVENTION, name=f"convention-{data.number}.pdf", content_type="application/pdf"
    )
    convention.sha256 = convention.file.sha256
    convention.save()
    ConventionToSign(convention).send()
    after = {"numero": data.number, "sha256": convention.sha256, "modele": data.template}
    journal.record("convention générée", convention, by=by, after=after)
    return convention


def _require_voted(convention: Convention) -> None:
    if convention.candidacy.state != State.VOTED:
        raise DomainError("etat", f"{convention.candidacy} : la convention ne se génère plus à ce stade.")


def require_complete(convention: Convention, *, at: datetime) -> None:
    """Raise MissingValues when the dossier lacks something that its convention must state."""
    if names := missing(assemble(convention, number="", at=at)):
        raise MissingValues(names)


def print_document(data: ConventionData, *, at: datetime) -> bytes:
    """The PDF of a convention, with its data attached: the same values and date give the same bytes."""
    seal = seal_of(as_data(data))
    return pdf.render(
        "documents/convention.html",
        {"convention": data, "articles": articles_of(data)},
        title=f"Convention n° {data.number} – {data.beneficiary.name}",
        at=at,
        attachments=[pdf.JsonAttachment(f"convention-{data.number}.json", as_data(data), DATA_TITLE)],
        codes=lambda page, total: PageCode(data.number, page, total, seal).text(),
    )


def print_preview(data: ConventionData, *, at: datetime) -> bytes:
    """The PDF of a fictitious convention, which says so across each page; no code, no data."""
    return pdf.render(
        "documents/convention.html",
        {"convention": data, "articles": articles_of(data), "preview": True},
        title="Aperçu d’un modèle de convention",
        at=at,
    )
