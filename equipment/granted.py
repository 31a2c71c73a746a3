"""What a dossier was granted, school by school, and what its quotes make of it; loaded for `quoting.py`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Prefetch, prefetch_related_objects

from applications.domain.merging import fingerprint
from applications.models import Candidacy, SchoolProject
from tne38.core.money import ZERO

from .amounts import loaded_names, subscription
from .keys import Key
from .models import Line, Quote, QuoteLine
from .quoting import Assessment, Granted, Quoted, assess


@dataclass(frozen=True)
class Resource:
    """An article for a school, or its ENT, and what was granted of it."""

    key: Key
    project: SchoolProject
    label: str
    granted: Granted

    @property
    def is_ent(self) -> bool:
        return self.key.item is None

    @property
    def unit(self) -> str:
        """What one counts: « unités », or « ans » of an ENT."""
        return "ans" if self.is_ent else "unités"


def resources_of(candidacy: Candidacy) -> list[Resource]:
    """What was granted, in the order of the schools and of their lines; no query for what is already loaded."""
    lines = Prefetch("projects__lines", Line.objects.select_related("item"))
    prefetch_related_objects([candidacy], "call__ent_products", "projects__school", lines)
    return [resource for project in candidacy.projects.all() for resource in _of(candidacy, project)]


def by_school(resources: Iterable[Resource]) -> list[tuple[SchoolProject, list[Resource]]]:
    """The same, school by school."""
    groups = groupby(resources, key=lambda resource: resource.project)
    return [(project, list(found)) for project, found in groups]


def _of(candidacy: Candidacy, project: SchoolProject) -> Iterable[Resource]:
    terms, found = candidacy.terms, dict[Key, Resource]()
    for line in project.lines.all():
        key = Key(project.pk, line.item_id)
        quantity = line.quantity + (found[key].granted.quantity if key in found else 0)
        found[key] = Resource(key, project, line.item.label, Granted(quantity, line.cap_under(terms)))
    yield from found.values()
    ent = subscription(project, loaded_names(candidacy.call))
    if ent.subsidised and ent.annual_cost > ZERO:
        granted = Granted(terms.ent_subsidised_years, ent.annual_cost)
        yield Resource(Key(project.pk, None), project, f"ENT {project.ent_name}", granted)


def granted_of(resources: Iterable[Resource]) -> dict[Key, Granted]:
    return {resource.key: resource.granted for resource in resources}


QUOTES = Prefetch(
    "quotes", Quote.objects.select_related("attachment__file", "filed_by").order_by("filed_at", "pk")
)
QUOTE_LINES = Prefetch(
    "quotes__lines", QuoteLine.objects.select_related("item", "project__school").order_by("pk")
)


def quotes_of(candidacy: Candidacy) -> list[Quote]:
    """The quotes of a dossier with their files and lines, oldest first; no query when they are loaded."""
    prefetch_related_objects([candidacy], QUOTES, QUOTE_LINES)
    return list(candidacy.quotes.all())


def print_of_quotes(candidacy: Candidacy) -> str:
    """What the quotes that count say: another print once one is added, changed, replaced or withdrawn."""
    counted = [quote for quote in quotes_of(candidacy) if quote.is_counted]
    return fingerprint(
        [
            [str(quote.pk), *(f"{line.key} {line.quantity} {line.unit_price}" for line in quote.lines.all())]
            for quote in counted
        ]
    )


def quoted(line: QuoteLine) -> Quoted:
    return Quoted(line.key if line.project_id else None, line.quantity, line.unit_price)


def assessment_of(candidacy: Candidacy, quotes: Sequence[Quote] | None = None) -> Assessment:
    """What counts of the quotes that are to be checked or accepted."""
    quotes = quotes_of(candidacy) if quotes is None else quotes
    lines = [line for quote in quotes if quote.is_counted for line in quote.lines.all()]
    return assess(granted_of(resources_of(candidacy)), map(quoted, lines))


def expected_of(candidacy: Candidacy) -> list[tuple[Resource, int]]:
    """What is to be ordered and received: what counts of the quotes, or all that was granted without quotes.

    An ENT is ordered once and opened once, whatever the years.
    """
    resources = resources_of(candidacy)
    counts = _counts(resources, assessment_of(candidacy))
    return [(resource, counts[resource.key]) for resource in resources if counts[resource.key]]


def _counts(resources: Sequence[Resource], assessment: Assessment) -> Mapping[Key, int]:
    found = {
        resource.key: assessment.counted_of(resource.key) if assessment.lines else resource.granted.quantity
        for resource in resources
    }
    return {key: min(1, count) if key.item is None else count for key, count in found.items()}
