"""A page of the form seen by a request for corrections: what may be asked of it, and only that left open."""

from collections.abc import Collection
from dataclasses import dataclass

from django.http import QueryDict

from .answers import Table
from .page import AnswerPage, Page
from .pieces import PiecesPage
from .rows import RowsPage

Typed = dict[str, list[str]]


@dataclass(frozen=True)
class Askable:
    """An answer that an agent may ask to correct, with what was deposited; no name: the rows of the page."""

    name: str  # its first field on the page
    label: str
    value: str


def lines(count: int, noun: str = "ligne") -> str:
    return f"{count} {noun}{'s' if count > 1 else ''}" if count else f"aucune {noun}"


def askable(page: Page, title: str) -> list[Askable]:
    """What may be asked of a page, as stored."""
    if isinstance(page, RowsPage):
        return [Askable("", title, lines(len(list(page.loaded()))))]
    if isinstance(page, PiecesPage):
        return [Askable("", title, lines(len(page.table().rows), "pièce"))]
    if not isinstance(page, AnswerPage):
        return []
    return [
        Askable(
            names[0], str(page.fields[names[0]].label), page.told(stored, getattr(page.subject(), stored))
        )
        for stored, names in page.stored_names().items()
        if names[0] in page.fields and stored not in page.settled
    ]


def writes(page: Page, asked: Collection[str]) -> list[str]:
    """The model fields that an answer to these fields may change; none for rows: all of them."""
    return sorted(_opened(page, asked)) if isinstance(page, AnswerPage) else []


def _opened(page: AnswerPage, asked: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The answers asked for and those that go with them, each with its fields on the page."""
    follow = {name for one in asked for name in page.companions.get(one, ())}
    return {stored: names for stored, names in page.stored_names().items() if names[0] in {*asked, *follow}}


def narrow(page: Page, asked: Collection[str]) -> Page:
    """Take away every field that was not asked for; an answer that was deposited may change, not vanish."""
    if not isinstance(page, AnswerPage):
        return page
    opened = _opened(page, asked)
    page.must_stay = frozenset(
        names[0]
        for stored, names in opened.items()
        if names[0] not in page.optional and page.told(stored, getattr(page.subject(), stored))
    )
    left = {name for names in opened.values() for name in names}
    for name in [name for name in page.fields if name not in left]:
        del page.fields[name]
    return page


# --- What is typed, as it is kept until the answer is sent ------------------------------------------------


def typed_on(page: Page, data: QueryDict) -> Typed:
    """The text of the fields of a page, and of nothing else that was posted."""
    if isinstance(page, RowsPage):
        rows = [(f"{page.prefix}-{rank}-", row) for rank, row in enumerate(page.rows)]
        return {f"{prefix}{name}": [text] for prefix, row in rows for name, text in row.items()}
    return {name: data.getlist(name) for name in page.fields if name in data}  # type: ignore[attr-defined]


def as_data(typed: Typed) -> QueryDict:
    """What was typed, as a browser would send it again."""
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, values)
    return data


def answered(page: Page) -> dict[str, str]:
    """What each answer asked for would say once it is sent; one that is wrong is left out. Nothing is written."""
    if not isinstance(page, AnswerPage):
        return {}
    page.is_valid()
    names = page.stored_names()
    return {names[stored][0]: page.told(stored, value) for stored, value in page.values().items()}


def typed_table(page: RowsPage) -> Table:
    """The rows as they are typed, under the labels of their fields."""
    headers = tuple(str(bound.label) for bound in page.forms[0].visible_fields())
    return Table(headers, tuple(form.said() for form in page.forms if not form.is_blank))
