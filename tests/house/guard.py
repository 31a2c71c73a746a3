"""GET reads: a guard under which the database refuses everything else."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

READS = re.compile(r"\s*\(?\s*(SELECT|SAVEPOINT|RELEASE SAVEPOINT|EXPLAIN|PRAGMA)\b", re.IGNORECASE)
LOCKS = re.compile(r"\bFOR (NO KEY )?UPDATE\b", re.IGNORECASE)
# A session is opened or refreshed by reading: it is about the visitor, not about the portal's data.
SESSION = re.compile(r'\s*(INSERT INTO|UPDATE|DELETE FROM) "django_session"', re.IGNORECASE)


class WroteOnGet(AssertionError):
    """A GET wrote, or locked, something."""


def _refuse_writes(execute, sql, params, many, context):
    if SESSION.match(sql) or (READS.match(sql) and not LOCKS.search(sql)):
        return execute(sql, params, many, context)
    raise WroteOnGet(sql)


@contextmanager
def only_reading() -> Iterator[None]:
    """Raises WroteOnGet at the first statement that is not a SELECT."""
    with connection.execute_wrapper(_refuse_writes):
        yield
