"""What agents see of the vote, the conventions and the payments."""

from . import commissions, conventions, filters, scans, texts, work  # noqa: F401  (they register themselves)
