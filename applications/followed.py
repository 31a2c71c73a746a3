"""What the follow-up page of a dossier reads with the dossier: each app adds what it owns.

Its sections then look at what is loaded, however many of them ask.
"""

from django.db.models import Prefetch, QuerySet

from .models import Candidacy

_relations = ["call", "organisation", "acknowledgement"]
_prefetched: list[str | Prefetch] = ["correction_requests"]


def read_when_followed(*relations: str) -> None:
    """Relations of a single row, read in the query of the dossier itself."""
    _relations.extend(relations)


def prefetch_when_followed(*lookups: str | Prefetch) -> None:
    """Rows read once for the page; none are looked for beside a relation that is empty."""
    _prefetched.extend(lookups)


def followed(candidacies: QuerySet[Candidacy]) -> QuerySet[Candidacy]:
    """These dossiers, each with what its follow-up page shows of it."""
    return candidacies.select_related(*_relations).prefetch_related(*_prefetched)
