"""The thread of messages of a deposited dossier: writing, with pieces or without, and marking as read."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed

from ..enums import AttachmentSource, CandidacyState
from ..models import Candidacy, Question, SchoolProject
from ..question_letters import QuestionFromDepartment, QuestionFromPorteur
from .attachments import Filing, Sent, accepts_after_deposit, add_attachment

FROM_PORTEUR, FROM_DEPARTMENT = "message du porteur", "message au porteur"


@transaction.atomic
def write(candidacy: Candidacy, text: str, *, sent: Sequence[Sent] = (), by: Any, at: datetime) -> Question:
    """Add a message to the thread, with its pieces; writing is also reading what the other side wrote.

    Raises DomainError « etat », « champ_obligatoire », those of `add_attachment`; NotAllowed.
    """
    candidacy = Candidacy.objects.locked(candidacy.pk)
    _require_writer(candidacy, by)
    if not text.strip():
        raise DomainError("champ_obligatoire", "Écrivez votre message.", field="text")
    from_porteur = not is_of_department(candidacy, by)
    filing = Filing(source=AttachmentSource.ANSWER)
    pieces = [add_attachment(candidacy, one, filing, by=by) for one in sent]
    question = Question.objects.create(
        candidacy=candidacy, text=text.strip(), from_porteur=from_porteur, author=by, sent_at=at
    )
    question.attachments.set(pieces)
    candidacy.questions.unread(from_porteur=not from_porteur).update(read_at=at)
    (QuestionFromPorteur if from_porteur else QuestionFromDepartment)(question).send()
    names = [piece.file.name for piece in pieces]
    after = {"message": question.text, **({"pieces": names} if names else {})}
    journal.record(FROM_PORTEUR if from_porteur else FROM_DEPARTMENT, candidacy, by=by, after=after)
    return question


@transaction.atomic
def mark_read(candidacy: Candidacy, *, by: Any, at: datetime) -> int:
    """Mark as read what the other side wrote; returns how many messages. Raises NotAllowed."""
    candidacy = Candidacy.objects.locked(candidacy.pk)
    _require_writer(candidacy, by)
    unread = candidacy.questions.unread(from_porteur=is_of_department(candidacy, by))
    count = unread.update(read_at=at)
    if count:
        journal.record("messages lus", candidacy, by=by, after={"messages": count})
    return count


def is_of_department(candidacy: Candidacy, by: Any) -> bool:
    """Whether this person writes for the Département; else for the porteur."""
    return by is None or by.has_perm("applications.review_candidacy", candidacy)


def _require_writer(candidacy: Candidacy, by: Any) -> None:
    if candidacy.state == CandidacyState.DRAFT:
        raise DomainError("etat", "On s’écrit au sujet d’un dossier déposé.")
    if by is not None and not by.has_perm("applications.write_question", candidacy):
        raise NotAllowed


@accepts_after_deposit
def with_a_message(candidacy: Candidacy, project: SchoolProject | None, by: Any) -> bool:
    """A message may bring pieces for the whole dossier."""
    return project is None and by.has_perm("applications.write_question", candidacy)
