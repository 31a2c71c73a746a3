"""The calls as the home page announces them."""

from dataclasses import dataclass
from datetime import datetime

from applications.models import Call


@dataclass(frozen=True)
class AnnouncedCalls:
    """The calls by what one can do with them: apply now, soon, or no longer."""

    open: list[Call]
    coming: list[Call]
    closed: list[Call]

    def __bool__(self) -> bool:
        return bool(self.open or self.coming or self.closed)


def announced_calls(at: datetime) -> AnnouncedCalls:
    """Every call, by its state at this moment; the open ones that close first come first."""
    found = list(Call.objects.prefetch_related("documents").order_by("closes_at", "slug"))
    is_open = [call for call in found if call.is_open(at)]
    coming = [call for call in found if call.opens_at > at]
    closed = [call for call in found if call not in is_open and call not in coming]
    return AnnouncedCalls(open=is_open, coming=coming, closed=closed[::-1])
