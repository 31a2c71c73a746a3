"""The acts about the vote, the signatures and the payment; the order here is the order of the page."""

from . import votes, signatures, amendments, payments, recoveries, reports  # noqa: F401, I001  (they register themselves)
