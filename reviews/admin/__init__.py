"""The agents' pages: conformity, rankings, grid, opinions, envelopes, waiting lists, sessions, scenarios."""

from . import (  # noqa: F401  (they register themselves)
    checks,
    envelopes,
    grid,
    opinions,
    rankings,
    scenarios,
    sessions,
    waiting,
    work,
)
