"""The dossiers of the agents' list as a file: one flat sheet of dossiers, one of equipment lines.

The columns are those of `export_candidacies`, then what was decided; only what they read leaves the database.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Prefetch

from applications.models import Candidacy, SchoolProject
from conventions.models import Vote
from equipment.amounts import amounts_under
from equipment.models import CatalogueItem, Line
from equipment.pricing import Amounts
from reviews.models import Decision

from . import workbook
from .sheets import DOSSIER_COLUMNS, LINE_COLUMNS, in_csv

_OF_A_DOSSIER = [
    *("number", "reference", "state", "origin", "deposited_at", "postmark_on", "received_on", "frozen"),
    *("call__slug", "call__price_basis"),
    *(
        f"organisation__{name}"
        for name in (
            *("kind", "name", "siren", "siret", "rna", "email", "representative_name"),
            *("representative_title", "cer_accepted_at", "recovers_vat", "commune__insee"),
        )
    ),
]
_OF_A_SCHOOL = [
    *("candidacy_id", "divisions", "pupils", "ent_name", "ent_annual_cost", "school__uai", "school__name"),
]
DECIDED = ("appel", "decision", "montant_accorde", "part_departement", "part_tne", "montant_vote")
COLUMNS = (*DOSSIER_COLUMNS, *DECIDED)


def read(keys: Any) -> list[Candidacy]:
    """These dossiers (keys, or a query that gives them), by number."""
    projects = SchoolProject.objects.select_related("school").only(*_OF_A_SCHOOL)
    rows = (
        Candidacy.objects.filter(pk__in=keys)
        .select_related("call", "organisation__commune")
        .only(*_OF_A_DOSSIER)
        .prefetch_related(Prefetch("projects", projects))
    )
    return sorted(rows, key=lambda candidacy: (len(candidacy.number or ""), candidacy.number or ""))


def as_csv(candidacies: Sequence[Candidacy]) -> bytes:
    """The flat sheet, separated by semicolons; the mark tells spreadsheets that it is UTF-8."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([in_csv(value) for value in row] for row in _dossiers(candidacies))
    return stream.getvalue().encode("utf-8-sig")


def as_xlsx(candidacies: Sequence[Candidacy]) -> bytes:
    """The flat sheet, and the equipment lines."""
    return workbook.written(
        [
            ("Dossiers", COLUMNS, _dossiers(candidacies)),
            ("Équipements", list(LINE_COLUMNS), _lines(candidacies)),
        ]
    )


def _dossiers(candidacies: Sequence[Candidacy]) -> Iterable[list[Any]]:
    amounts = _amounts(candidacies)
    keys = [candidacy.pk for candidacy in candidacies]
    decisions = {row.candidacy_id: row for row in Decision.objects.filter(candidacy__in=keys)}
    voted = dict(Vote.objects.filter(candidacy__in=keys).values_list("candidacy", "amount"))
    for candidacy in candidacies:
        decision = decisions.get(candidacy.pk)
        yield [
            *(cell(candidacy, amounts[candidacy.pk]) for cell in DOSSIER_COLUMNS.values()),
            candidacy.call.slug,
            *(
                (
                    decision.get_outcome_display(),
                    decision.amount,
                    decision.department_share,
                    decision.tne_share,
                )
                if decision
                else (None,) * 4
            ),
            voted.get(candidacy.pk),
        ]


def _amounts(candidacies: Sequence[Candidacy]) -> dict[int, Amounts]:
    """The amounts of dossiers of any calls."""
    terms = {candidacy.pk: candidacy.terms for candidacy in candidacies}
    return amounts_under(terms, {candidacy.call_id for candidacy in candidacies}, within=list(terms))


def _lines(candidacies: Sequence[Candidacy]) -> Iterable[list[Any]]:
    """One row a line, in the order of the dossiers; articles and schools are read once each."""
    projects = {project.pk: project for candidacy in candidacies for project in candidacy.projects.all()}
    items = CatalogueItem.objects.in_bulk(
        Line.objects.filter(project__in=projects).order_by().values_list("item", flat=True).distinct()
    )
    by_dossier: dict[int, list[Line]] = {}
    for line in Line.objects.filter(project__in=projects).order_by(
        "project__position", "project", "position", "pk"
    ):
        line.project, line.item = projects[line.project_id], items[line.item_id]
        by_dossier.setdefault(line.project.candidacy_id, []).append(line)
    for candidacy in candidacies:
        for line in by_dossier.get(candidacy.pk, ()):
            yield [cell(candidacy, line) for cell in LINE_COLUMNS.values()]
