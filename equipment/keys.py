"""What is granted to a school, by the numbers of the school's project and of the article; pure."""

from typing import NamedTuple


class Key(NamedTuple):
    """An article for a school; its ENT when `item` is None."""

    project: int
    item: int | None

    def __str__(self) -> str:
        """As a form names it: « 12-34 », « 12-ent »."""
        return f"{self.project}-{self.item or 'ent'}"
