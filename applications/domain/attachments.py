"""The pieces of a dossier: adding, changing and removing them; after the deposit nothing is removed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db import transaction

from tne38.core import files, journal
from tne38.core.errors import DomainError, NotAllowed
from tne38.core.file_contents import Unreadable, identify
from tne38.core.file_types import FileType
from tne38.core.text import in_bytes

from ..access import PIECE
from ..enums import AttachmentSource, CandidacyState
from ..models import Attachment, Candidacy, PieceKind, SchoolProject
from .editing import Place, require_writable

STEP = "pieces"

# After the deposit, a piece is taken only where something asks for it.
Ground = Callable[[Candidacy, SchoolProject | None, Any], bool]
_grounds: list[Ground] = []


def accepts_after_deposit(ground: Ground) -> Ground:
    """Register what lets a person (dossier, school or None, account) add a piece to a deposited dossier."""
    _grounds.append(ground)
    return ground


@dataclass(frozen=True)
class Sent:
    """A file as somebody sends it: its name is not trusted."""

    name: str
    content: File

    @classmethod
    def of(cls, name: str, content: bytes) -> "Sent":
        return cls(name, ContentFile(content))


@dataclass(frozen=True)
class Filing:
    """Where a piece is put: what it is, which school it is about, how it came."""

    kind: PieceKind | None = None
    project: SchoolProject | None = None
    source: str = AttachmentSource.FORM


def add_attachment(candidacy: Candidacy, sent: Sent, filing: Filing = Filing(), *, by: Any) -> Attachment:
    """Add one file to a dossier: a draft, or a deposited one where `accepts_after_deposit` says so.

    The file is opened before any row is locked. Raises DomainError « fichier_refuse », « fichier_en_double »,
    « trop_de_pieces », « piece_inconnue », « etat »; NotAllowed.
    """
    kind = require_acceptable(sent)
    with transaction.atomic():
        candidacy = _locked(candidacy, filing.project, by)
        attachment = _keep(candidacy, sent, kind, filing, by)
        candidacy.save()
        journal.record("pièce ajoutée", candidacy, by=by, after=described(attachment))
    return attachment


@transaction.atomic
def file_attachment(attachment: Attachment, filing: Filing, *, by: Any) -> Attachment:
    """Say otherwise what a piece of a draft is and which school it is about. Raises as `add_attachment`."""
    candidacy, attachment = _of_a_draft(attachment, by)
    require_writable(Place(candidacy, STEP, filing.project), by=by)
    _require_of_dossier(candidacy, filing)
    before = described(attachment)
    attachment.kind, attachment.project = filing.kind, filing.project
    after = described(attachment)
    if before != after:
        attachment.save(update_fields=["kind", "project"])
        candidacy.save()
        journal.record("pièce reclassée", candidacy, by=by, before=before, after=after)
    return attachment


def replace_attachment(attachment: Attachment, sent: Sent, *, by: Any) -> Attachment:
    """Put another file in the place of one of a draft; the former one is erased. Raises as `add_attachment`."""
    kind = require_acceptable(sent)
    with transaction.atomic():
        candidacy, former = _of_a_draft(attachment, by)
        before = described(former)
        filing = Filing(former.kind, former.project, former.source)
        _erase(former)
        attachment = _keep(candidacy, sent, kind, filing, by)
        candidacy.save()
        journal.record("pièce remplacée", candidacy, by=by, before=before, after=described(attachment))
    return attachment


@transaction.atomic
def remove_attachment(attachment: Attachment, *, by: Any) -> None:
    """Take a piece out of a draft and erase its file. Raises DomainError « etat », NotAllowed."""
    candidacy, attachment = _of_a_draft(attachment, by)
    before = described(attachment)
    _erase(attachment)
    candidacy.save()
    journal.record("pièce retirée", candidacy, by=by, before=before)


def erase_all(candidacy: Candidacy, *, project: SchoolProject | None = None) -> list[str]:
    """Erase the pieces of a draft, or of one of its schools, for the act that deletes it; returns their names.

    The caller holds the lock, has checked the right and writes the journal.
    """
    found = candidacy.attachments.with_file()
    rows = list(found if project is None else found.filter(project=project))
    for row in rows:
        _erase(row)
    return [row.file.name for row in rows]


def require_acceptable(sent: Sent) -> FileType:
    """The type of a file, once opened. Raises DomainError « fichier_refuse » that names it and the way out."""
    largest = settings.PIECE_MAXIMUM_BYTES
    if sent.content.size > largest:
        raise refused(
            sent,
            f"le fichier dépasse {in_bytes(largest)}. Numérisez-le de nouveau en noir et blanc ou avec une "
            "résolution plus faible (150 points par pouce), ou envoyez-le en plusieurs fichiers.",
        )
    try:
        return identify(sent.content)
    except Unreadable as error:
        raise refused(sent, error.message) from None


def refused(sent: Sent, why: str, *, code: str = "fichier_refuse") -> DomainError:
    return DomainError(code, f"« {files.clean_name(sent.name, '')} » : {why}", field="fichiers")


def described(attachment: Attachment) -> dict[str, Any]:
    """What the journal keeps of a piece."""
    values: dict[str, Any] = {
        "piece": attachment.file.name,
        "nature": attachment.label,
        "empreinte": attachment.sha256,
    }
    if attachment.project is not None:
        values["uai"] = attachment.project.school.uai
    return values


def _locked(candidacy: Candidacy, project: SchoolProject | None, by: Any) -> Candidacy:
    """The dossier under its lock, where this person may add a piece now."""
    candidacy = Candidacy.objects.locked(candidacy.pk)
    if candidacy.state == CandidacyState.DRAFT:
        require_writable(Place(candidacy, STEP, project), by=by)
    elif by is not None and not any(ground(candidacy, project, by) for ground in _grounds):
        raise NotAllowed("Ce dossier est déposé : aucune pièce n’y est attendue de votre part.")
    return candidacy


def _of_a_draft(attachment: Attachment, by: Any) -> tuple[Candidacy, Attachment]:
    """The dossier under its lock, and the piece read again, that this person may change."""
    candidacy = Candidacy.objects.locked(attachment.candidacy_id)
    found = candidacy.attachments.with_file().filter(pk=attachment.pk).first()
    if found is None:
        raise DomainError("etat", "Cette pièce n’est plus dans le dossier.")
    require_writable(Place(candidacy, STEP, found.project), by=by)
    return candidacy, found


def _require_of_dossier(candidacy: Candidacy, filing: Filing) -> None:
    foreign_kind = filing.kind is not None and filing.kind.call_id != candidacy.call_id
    foreign_school = filing.project is not None and filing.project.candidacy_id != candidacy.pk
    if foreign_kind or foreign_school:
        raise DomainError("piece_inconnue", "Choisissez la nature de la pièce dans la liste.", field="nature")


def _keep(candidacy: Candidacy, sent: Sent, kind: FileType, filing: Filing, by: Any) -> Attachment:
    """Store the file and its row; the dossier is locked, so that two sendings of a file meet here."""
    _require_of_dossier(candidacy, filing)
    if candidacy.attachments.count() >= settings.PIECES_PER_DOSSIER:
        raise refused(
            sent,
            f"le dossier contient déjà {settings.PIECES_PER_DOSSIER} pièces. "
            "Réunissez plusieurs documents dans un même PDF, ou retirez une pièce.",
            code="trop_de_pieces",
        )
    sha256 = files.digest(sent.content)
    if twin := candidacy.attachments.select_related("file").filter(sha256=sha256).first():
        raise refused(
            sent,
            f"ce fichier est déjà dans le dossier, sous le nom « {twin.file.name} ». "
            "Il n’a pas besoin d’être envoyé deux fois.",
            code="fichier_en_double",
        )
    stored = files.store(
        sent.content, kind=PIECE, name=sent.name, content_type=kind.content_type, received=True
    )
    return Attachment.objects.create(
        candidacy=candidacy,
        project=filing.project,
        kind=filing.kind,
        source=filing.source,
        file=stored,
        sha256=sha256,
        added_by=by,
    )


def _erase(attachment: Attachment) -> None:
    attachment.delete()
    files.discard(attachment.file)
