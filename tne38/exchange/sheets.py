"""Exporting dossiers as sheets: stable column names, numbers as numbers, no text taken for a formula."""

import csv
import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils import timezone

from applications.models import Call, Candidacy
from equipment.amounts import amounts_by_candidacy
from equipment.models import Line
from equipment.pricing import Amounts
from tne38.core import money

from .exporting import deposited, reference_of

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _deposited_at(candidacy: Candidacy, _amounts: Amounts) -> str:
    assert candidacy.deposited_at is not None
    return timezone.localtime(candidacy.deposited_at).strftime("%Y-%m-%d %H:%M:%S")


def _insee(candidacy: Candidacy, _amounts: Amounts) -> str:
    commune = candidacy.organisation.commune
    return commune.insee if commune else ""


def _joined(candidacy: Candidacy, field: str) -> str:
    return " | ".join(getattr(project.school, field) for project in candidacy.projects.all())


def _sum(candidacy: Candidacy, field: str) -> int:
    return sum(getattr(project, field) or 0 for project in candidacy.projects.all())


# One row a dossier. The names are stable: macros of spreadsheets rely on them.
DOSSIER_COLUMNS: dict[str, Callable[[Candidacy, Amounts], Any]] = {
    "numero": lambda dossier, _: dossier.number,
    "reference": lambda dossier, _: reference_of(dossier),
    "etat": lambda dossier, _: dossier.get_state_display(),
    "origine": lambda dossier, _: dossier.origin,
    "depose_le": _deposited_at,
    "cachet_poste": lambda dossier, _: dossier.postmark_on,
    "recu_le": lambda dossier, _: dossier.received_on,
    "porteur_nature": lambda dossier, _: dossier.organisation.kind,
    "porteur_nom": lambda dossier, _: dossier.organisation.name,
    "porteur_siren": lambda dossier, _: dossier.organisation.siren,
    "porteur_siret": lambda dossier, _: dossier.organisation.siret,
    "porteur_rna": lambda dossier, _: dossier.organisation.rna,
    "porteur_insee": _insee,
    "porteur_courriel": lambda dossier, _: dossier.organisation.email,
    "representant_nom": lambda dossier, _: dossier.organisation.representative_name,
    "representant_qualite": lambda dossier, _: dossier.organisation.representative_title,
    "etablissements": lambda dossier, _: len(dossier.projects.all()),
    "uai": lambda dossier, _: _joined(dossier, "uai"),
    "etablissement_noms": lambda dossier, _: _joined(dossier, "name"),
    "divisions": lambda dossier, _: _sum(dossier, "divisions"),
    "eleves": lambda dossier, _: _sum(dossier, "pupils"),
    "depense_demandee": lambda _, amounts: amounts.expense_asked,
    "depense_eligible": lambda _, amounts: amounts.expense_eligible,
    "taux": lambda _, amounts: amounts.rate,
    "montant_demande": lambda _, amounts: amounts.amount_asked,
    "montant_eligible": lambda _, amounts: amounts.amount_eligible,
}

# One row an equipment line.
LINE_COLUMNS: dict[str, Callable[[Candidacy, Line], Any]] = {
    "numero": lambda dossier, _: dossier.number,
    "uai": lambda _, line: line.project.school.uai,
    "etablissement": lambda _, line: line.project.school.name,
    "article": lambda _, line: line.item.code,
    "libelle": lambda _, line: line.item.label,
    "quantite": lambda _, line: line.quantity,
    "prix_unitaire": lambda _, line: line.unit_price,
    "plafond_unitaire": lambda _, line: line.cap,
    "depense_demandee": lambda _, line: line.asked,
    "depense_eligible": lambda _, line: line.eligible,
}


def dossier_rows(candidacies: list[Candidacy], call: Call) -> list[list[Any]]:
    """One row a dossier, amounts as Decimal euros."""
    amounts = amounts_by_candidacy(candidacies, call)
    return [
        [cell(candidacy, amounts[candidacy.pk]) for cell in DOSSIER_COLUMNS.values()]
        for candidacy in candidacies
    ]


def line_rows(candidacies: list[Candidacy]) -> list[list[Any]]:
    """One row an equipment line, amounts as Decimal euros."""
    return [
        [cell(candidacy, line) for cell in LINE_COLUMNS.values()]
        for candidacy in candidacies
        for project in candidacy.projects.all()
        for line in project.lines.all()
    ]


def as_csv(call: Call) -> str:
    """The dossiers, separated by semicolons, amounts with a dot and two decimals."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(DOSSIER_COLUMNS)
    writer.writerows([_cell(value) for value in row] for row in dossier_rows(deposited(call), call))
    return stream.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, Decimal):
        return money.plain(value)
    if isinstance(value, str) and value.startswith(_STARTS_A_FORMULA):
        return f"'{value}"
    return "" if value is None else value


def as_xlsx(call: Call) -> bytes:
    """Two sheets: the dossiers, and their equipment lines."""
    stream = io.BytesIO()
    candidacies = deposited(call)
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as workbook:
        _sheet(workbook, "Dossiers", list(DOSSIER_COLUMNS), dossier_rows(candidacies, call))
        _sheet(workbook, "Équipements", list(LINE_COLUMNS), line_rows(candidacies))
    return stream.getvalue()


def _sheet(workbook: xlsxwriter.Workbook, name: str, columns: list[str], rows: list[list[Any]]) -> None:
    sheet = workbook.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
    bold = workbook.add_format({"bold": True})
    euros = workbook.add_format({"num_format": "#,##0.00"})
    day = workbook.add_format({"num_format": "dd/mm/yyyy"})
    for place, title in enumerate(columns):
        sheet.write_string(0, place, title, bold)
    for height, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            if isinstance(value, Decimal):
                sheet.write_number(height, place, float(value), euros)
            elif isinstance(value, int):
                sheet.write_number(height, place, value)
            elif isinstance(value, date):
                sheet.write_datetime(height, place, value, day)
            elif value:
                # Always as text: a name that starts with « = » is a name.
                sheet.write_string(height, place, value)
