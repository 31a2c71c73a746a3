"""Rows are locked in one order: the dossier, then its convention, the journal last."""

from applications.models import Candidacy

from ..models import Convention


def locked(convention: Convention) -> Convention:
    """The convention, locked with its dossier until the end of the transaction, with what it is made of."""
    Candidacy.objects.locked(convention.candidacy_id)
    related = "candidacy__call", "candidacy__organisation__commune", "candidacy__vote_result__commission"
    rows = Convention.objects.select_for_update(of=("self",)).select_related(*related)
    return rows.get(pk=convention.pk)
