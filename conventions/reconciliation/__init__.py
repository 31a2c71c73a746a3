"""Every amount tied back to its envelope and to its proofs, from the reservation to the payment."""

from .gaps import Gap, find_gaps

__all__ = ["Gap", "find_gaps"]
