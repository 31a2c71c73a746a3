"""The convention among the documents of a dossier."""

from typing import Any

from applications.documents import Document, document, register
from applications.models import Candidacy

from .amendment.workflow import AmendmentState
from .models import Convention, SignedCopy


@register
def convention(candidacy: Candidacy, _user: Any) -> list[Document]:
    """The convention, once it is made."""
    found = getattr(candidacy, "convention", None)
    if found is None or found.file is None:
        return []
    return [
        document(f"Convention n° {found.number}", found.file),
        *_signed(found),
        *_amendments(found),
        *_lapse(found),
        *_recoveries(found),
    ]


def _signed(convention: Convention) -> list[Document]:
    """What came back: the act that allows to sign, the latest copy of each kind."""
    authorisation = getattr(convention, "authorisation", None)
    found = [document("Autorisation de signer", authorisation.file)] if authorisation else []
    latest: dict[str, SignedCopy] = {}
    for copy in convention.copies.all():
        latest.setdefault(copy.get_kind_display(), copy)
    return [*found, *(document(f"Convention {kind.lower()}", copy.file) for kind, copy in latest.items())]


def _recoveries(convention: Convention) -> list[Document]:
    """The letters of each recovery."""
    found = []
    for recovery in convention.recoveries.all():
        found.append(document("Reversement envisagé", recovery.notice))
        if recovery.decision is not None:
            found.append(document("Décision sur le reversement", recovery.decision))
    return found


def _amendments(convention: Convention) -> list[Document]:
    """Each amendment with the latest of its signed copies; one that was given up is not shown."""
    found = []
    for amendment in convention.amendments.all():
        if amendment.state == AmendmentState.DROPPED:
            continue
        found.append(document(f"Avenant n° {amendment.rank}", amendment.file))
        if amendment.authorisation is not None:
            found.append(
                document(f"Autorisation de signer l’avenant n° {amendment.rank}", amendment.authorisation)
            )
        if copy := amendment.final_copy or amendment.signed_copy:
            found.append(document(f"Avenant n° {amendment.rank} signé", copy))
    return found


def _lapse(convention: Convention) -> list[Document]:
    """The letter that tells the lapse."""
    lapse = getattr(convention, "lapse", None)
    return [document("Caducité de la subvention", lapse.letter)] if lapse else []
