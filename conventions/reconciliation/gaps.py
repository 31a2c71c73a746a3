"""The gaps between amounts that must agree; a number of queries that does not depend on that of the dossiers."""

from collections.abc import Iterator

from . import accounts, amendments, envelopes, liquidations, proofs, recoveries
from .gap import Gap


def find_gaps() -> Iterator[Gap]:
    """Every gap, from the envelope to the proofs."""
    yield from envelopes.gaps()
    yield from accounts.gaps()
    yield from amendments.gaps()
    yield from liquidations.gaps()
    yield from recoveries.gaps()
    yield from proofs.gaps()
