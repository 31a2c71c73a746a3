"""Exporting dossiers as sheets: stable column names, numbers as numbers, no text taken for a formula.

The workbook holds what a spreadsheet of dossiers holds (`spreadsheet/layout.py`), and more to be read: it can be
imported again.
"""

import csv
import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils import timezone

from applications.enums import OrganisationKind
from applications.models import Call, Candidacy
from equipment.amounts import amounts_by_candidacy
from equipment.models import Line
from equipment.pricing import Amounts
from tne38.core import money

from .exporting import as_dossier, as_read, deposited, reference_of
from .spreadsheet import contents
from .spreadsheet.grids import STARTS_A_FORMULA
from .spreadsheet.layout import CLASSES, SCHOOLS, Sheet
from .spreadsheet.writing import LONGEST, TooLong, typed


def _deposited_at(candidacy: Candidacy, _amounts: Amounts) -> str:
    assert candidacy.deposited_at is not None
    return timezone.localtime(candidacy.deposited_at).strftime("%Y-%m-%d %H:%M:%S")


def _insee(candidacy: Candidacy, _amounts: Amounts) -> str:
    commune = candidacy.organisation.commune
    return commune.insee if commune else ""


def _accepted(candidacy: Candidacy, _amounts: Amounts) -> str:
    porteur = candidacy.organisation
    if porteur.kind != OrganisationKind.OGEC:
        return ""
    return "oui" if porteur.cer_accepted_at else "non"


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
    "contrat_engagement_republicain": _accepted,
    "base_des_montants": lambda dossier, _: dossier.terms.price_basis,
}

# One row an equipment line. An import reads the unit price; the amounts that follow are those of the dossier.
LINE_COLUMNS: dict[str, Callable[[Candidacy, Line], Any]] = {
    "numero": lambda dossier, _: dossier.number,
    "reference": lambda dossier, _: reference_of(dossier),
    "uai": lambda _, line: line.project.school.uai,
    "etablissement": lambda _, line: line.project.school.name,
    "article": lambda _, line: line.item.code,
    "libelle": lambda _, line: line.item.label,
    "quantite": lambda _, line: line.quantity,
    "prix_unitaire": lambda dossier, line: as_read(line.unit_price, dossier, line.item.vat_rate),
    "base_des_montants": lambda dossier, _: dossier.terms.price_basis,
    "prix_du_dossier": lambda _, line: line.unit_price,
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
    writer.writerows([in_csv(value) for value in row] for row in dossier_rows(deposited(call), call))
    return stream.getvalue()


def in_csv(value: Any) -> Any:
    """A cell of a CSV file: amounts with a dot and two decimals, no text that a spreadsheet takes for a formula."""
    if isinstance(value, Decimal):
        return money.plain(value)
    if isinstance(value, str) and value.startswith(STARTS_A_FORMULA):
        return f"'{value}"
    return "" if value is None else value


def as_xlsx(call: Call) -> bytes:
    """Four sheets: the dossiers, their schools, their classes, their equipment lines. Raises TooLong."""
    stream = io.BytesIO()
    candidacies = deposited(call)
    said = contents.rows_of(as_dossier(candidacy) for candidacy in candidacies)
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as workbook:
        _sheet(workbook, "Dossiers", list(DOSSIER_COLUMNS), dossier_rows(candidacies, call))
        for sheet in (SCHOOLS, CLASSES):
            _sheet(workbook, sheet.name, *_as_said(sheet, said[sheet.name], candidacies))
        _sheet(workbook, "Équipements", list(LINE_COLUMNS), line_rows(candidacies))
    return stream.getvalue()


def _as_said(
    sheet: Sheet, rows: list[contents.Row], candidacies: list[Candidacy]
) -> tuple[list[str], list[list[Any]]]:
    """The names and the rows of a sheet of the dossier file, with the number and the school's name to be read."""
    numbers = {reference_of(candidacy): candidacy.number for candidacy in candidacies}
    schools = [project.school for candidacy in candidacies for project in candidacy.projects.all()]
    names = {school.uai: school.name for school in schools}
    columns = contents.headers(sheet, rows)
    cells = [
        [
            numbers[row["reference"]],
            names[row["uai"]],
            *(typed(row.get(name), column) for name, _, column in columns),
        ]
        for row in rows
    ]
    return ["numero", "etablissement", *(name for name, _, _ in columns)], cells


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
            if isinstance(value, bool):
                sheet.write_string(height, place, "oui" if value else "non")
            elif isinstance(value, Decimal):
                sheet.write_number(height, place, float(value), euros)
            elif isinstance(value, int | float):
                sheet.write_number(height, place, value)
            elif isinstance(value, date):
                sheet.write_datetime(height, place, value, day)
            elif value:
                if len(value) > LONGEST:
                    raise TooLong(value)
                # Always as text: a name that starts with « = » is a name.
                sheet.write_string(height, place, value)
