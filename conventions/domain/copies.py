"""The beneficiary's side: the authorisation of its assembly, then the signed copy, looked at and confirmed."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from applications.domain.attachments import Sent, refused
from applications.enums import CandidacyState as State
from tne38.core import files, journal
from tne38.core.errors import DomainError, NotAllowed
from tne38.core.file_types import PDF

from ..access import AUTHORISATION, COPY
from ..models import Authorisation, Convention, CopyKind, SignedCopy
from ..sorting import Bundle
from ..workflow import ConventionState
from .locking import locked
from .scans import read, require_pdf, sort_known
from .signature import record_signature

ANSWER = "conventions.answer_convention"


def record_authorisation(
    convention: Convention,
    sent: Sent,
    *,
    number: str,
    adopted_on: date,
    received_on: date | None,
    by: Any,
) -> Authorisation:
    """Keep the act by which the beneficiary's assembly allows to sign; one sent again replaces the first.

    A council's is numbered and received by the préfecture. Raises DomainError « fichier_refuse »,
    « champ_obligatoire », « champ_invalide », « etat »; NotAllowed.
    """
    require_pdf(sent)
    with transaction.atomic():
        convention = _to_answer(convention, by=by)
        is_council = not convention.candidacy.organisation.is_private
        _require_authorisation(number, adopted_on, received_on, is_council=is_council)
        file = _received(sent, AUTHORISATION)
        values = {"number": number.strip(), "adopted_on": adopted_on, "received_on": received_on}
        authorisation, _ = Authorisation.objects.update_or_create(
            convention=convention, defaults={**values, "file": file, "added_at": timezone.now()}
        )
        after = {**values, "empreinte": file.sha256}
        journal.record("autorisation de signer déposée", convention, by=by, after=after)
    return authorisation


def _require_authorisation(
    number: str, adopted_on: date, received_on: date | None, *, is_council: bool
) -> None:
    if is_council and not number.strip():
        message = "Indiquez le numéro de la délibération."
        raise DomainError("champ_obligatoire", message, field="number")
    if is_council and received_on is None:
        message = "Indiquez la date à laquelle la préfecture a reçu la délibération."
        raise DomainError("champ_obligatoire", message, field="received_on")
    for field, day in (("adopted_on", adopted_on), ("received_on", received_on)):
        if day is not None and day > timezone.localdate():
            raise DomainError("champ_invalide", "Cette date est dans le futur.", field=field)
    if received_on is not None and received_on < adopted_on:
        message = f"Cette date précède l’adoption ({adopted_on:%d/%m/%Y})."
        raise DomainError("champ_invalide", message, field="received_on")


def add_copy(convention: Convention, sent: Sent, *, by: Any) -> SignedCopy:
    """Take the convention as the beneficiary signed it, to be looked at and confirmed.

    Raises DomainError « fichier_refuse » for a file that is not a PDF, « autre_document » for one whose
    codes name another convention, « etat »; NotAllowed.
    """
    require_pdf(sent)
    sent.content.seek(0)
    bundle, unread = _recognised(convention, sent, sent.content.read())
    with transaction.atomic():
        convention = _to_answer(convention, by=by)
        copy = _new_copy(convention, sent, bundle, unread, CopyKind.BENEFICIARY)
        after = {"pages": copy.pages, "manquantes": copy.missing, "empreinte": copy.file.sha256}
        journal.record("exemplaire signé déposé", convention, by=by, after=after)
    return copy


def confirm_copy(copy: SignedCopy, *, signed_on: date, by: Any) -> Convention:
    """The beneficiary looked at its copy and says when it was signed: the Département may sign in its turn.

    A copy whose pages are not all recognised is left to an agent. Raises DomainError « autorisation »,
    « pages », « champ_invalide », « etat »; NotAllowed.
    """
    with transaction.atomic():
        convention = _to_answer(copy.convention, by=by)
        if not Authorisation.objects.filter(convention=convention).exists():
            raise DomainError("autorisation", "Déposez d’abord l’acte qui autorise la signature.")
        if convention.copies.first() != copy:
            raise DomainError("etat", "Un autre exemplaire a été déposé depuis : relisez-le.")
        if not copy.is_complete:
            raise DomainError(
                "pages", "Toutes les pages ne sont pas reconnues : un agent vérifie cet exemplaire."
            )
        return record_signature(convention, signed_on=signed_on, by=by)


def add_final_copy(convention: Convention, sent: Sent, *, by: Any) -> SignedCopy:
    """Keep the copy signed by everyone, with the act that notifies it. Raises as `add_copy`."""
    if by is not None and not by.has_perm("conventions.notify_convention", convention):
        raise NotAllowed
    require_pdf(sent)
    sent.content.seek(0)
    bundle, unread = _recognised(convention, sent, sent.content.read())
    with transaction.atomic():
        return _new_copy(locked(convention), sent, bundle, unread, CopyKind.FINAL)


def _recognised(convention: Convention, sent: Sent, content: bytes) -> tuple[Bundle, int]:
    """What the codes say of a copy of this convention, and how many pages bear none."""
    found = sort_known(read(content))
    number = convention.number or ""
    others = [item.number for item in found.bundles if item.number != number]
    if others or found.unknown:
        name = f"la convention n° {others[0]}" if others else "une convention que le portail ne connaît pas"
        raise refused(
            sent, f"ce document contient {name}. Envoyez la convention n° {number}.", code="autre_document"
        )
    if found.altered:
        raise refused(
            sent,
            f"ces pages ne viennent pas de la convention n° {number} telle qu’elle a été établie. "
            "Téléchargez-la de nouveau et signez cet exemplaire.",
            code="autre_document",
        )
    return (found.bundles[0] if found.bundles else Bundle(number, 0)), len(found.unread)


def _new_copy(convention: Convention, sent: Sent, bundle: Bundle, unread: int, kind: CopyKind) -> SignedCopy:
    return SignedCopy.objects.create(
        convention=convention,
        kind=kind,
        file=_received(sent, COPY),
        pages=bundle.pages,
        missing=bundle.missing,
        unread=unread,
    )


def _received(sent: Sent, kind: str) -> Any:
    return files.store(sent.content, kind=kind, name=sent.name, content_type=PDF.content_type, received=True)


def awaits_an_answer(convention: Convention) -> bool:
    """Whether the beneficiary is to sign: no more once its subsidy lapsed."""
    return convention.state == ConventionState.TO_SIGN and convention.candidacy.state == State.VOTED


def _to_answer(convention: Convention, *, by: Any) -> Convention:
    """The locked convention, if it is to be signed and this person answers for its beneficiary."""
    convention = locked(convention)
    if by is not None and not by.has_perm(ANSWER, convention.candidacy):
        raise NotAllowed
    if not awaits_an_answer(convention):
        raise DomainError("etat", "La convention n’attend pas la signature du bénéficiaire.")
    return convention
