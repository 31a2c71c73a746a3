"""Making a convention: once, whole, or not at all."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from tne38.core import files, journal, pdf
from tne38.core.errors import DomainError
from tne38.core.sequences import next_number
from tne38.core.workflow import perform

from .. import words
from ..access import CONVENTION
from ..completeness import missing
from ..document import TEMPLATE_VERSION, ConventionData
from ..export import as_data
from ..models import Convention
from ..notifications import ConventionToSign
from ..workflow import ConventionState
from .assembly import assemble
from .locking import locked

DATA_TITLE = "Données de la convention, lisibles par un logiciel"


class MissingValues(DomainError):
    """A convention lacks mandatory values; the message names them all."""

    def __init__(self, names: list[str]) -> None:
        listed = " ; ".join(names)
        values = "cette valeur" if len(names) == 1 else "ces valeurs"
        super().__init__(
            "valeur_manquante", f"La convention ne peut pas être établie, il manque {values} : {listed}."
        )
        self.names = names


@transaction.atomic
def generate(convention: Convention, *, by: Any, at: datetime | None = None) -> Convention:
    """Make the document of a voted dossier and freeze it: number, bytes, SHA-256, data, template version.

    A convention already made is returned as it is. Raises MissingValues (« valeur_manquante »), NotAllowed.
    The number is taken in the same transaction: when anything fails, none is lost.
    """
    convention = locked(convention)
    if convention.state != ConventionState.TO_GENERATE:
        return convention
    perform(convention.freeze, by=by)
    at = (at or timezone.now()).replace(microsecond=0)
    require_complete(convention, at=at)
    year = convention.candidacy.call.year
    number = f"{year}-TNE-{next_number(f'convention-{year}'):03d}"
    data = assemble(convention, number=number, at=at)
    content = print_document(data, at=at)
    convention.number, convention.generated_at = number, at
    convention.data, convention.template_version = as_data(data), TEMPLATE_VERSION
    convention.file = files.store(
        content, kind=CONVENTION, name=f"convention-{number}.pdf", content_type="application/pdf"
    )
    convention.sha256 = convention.file.sha256
    convention.save()
    ConventionToSign(convention).send()
    after = {"numero": number, "sha256": convention.sha256, "modele": TEMPLATE_VERSION}
    journal.record("convention générée", convention, by=by, after=after)
    return convention


def require_complete(convention: Convention, *, at: datetime) -> None:
    """Raise MissingValues when the dossier lacks something that its convention must state."""
    if names := missing(assemble(convention, number="", at=at)):
        raise MissingValues(names)


def print_document(data: ConventionData, *, at: datetime) -> bytes:
    """The PDF of a convention, with its data attached: the same values and date give the same bytes."""
    return pdf.render(
        "documents/convention.html",
        {"convention": data, "amount_in_words": words.in_words(data.funding.amount)},
        title=f"Convention n° {data.number} – {data.beneficiary.name}",
        at=at,
        attachments=[pdf.JsonAttachment(f"convention-{data.number}.json", as_data(data), DATA_TITLE)],
    )
