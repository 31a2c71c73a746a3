"""The annex of the report as a workbook: the table of the beneficiaries, amounts as numbers."""

import io
from datetime import datetime
from decimal import Decimal

import xlsxwriter

from .commission.report import Report

_COLUMNS = (
    ("Appel", 34),
    ("Dossier", 18),
    ("Bénéficiaire", 34),
    ("Identifiant", 24),
    ("Établissements", 44),
    ("Prix", 8),
    ("Dépense éligible", 16),
    ("Taux", 8),
    ("Subvention", 16),
    ("Part du Département", 16),
    ("Part TNE", 16),
)
_MONEY, _RATE = "#,##0.00", "0.##%"


def workbook(report: Report, *, at: datetime) -> bytes:
    """The bytes of the workbook; the same values and date give the same bytes."""
    stream = io.BytesIO()
    # Texts come from applicants: none is taken for a formula or a link.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(stream, options)
    book.set_properties({"title": f"Annexe au rapport du {report.held_on:%d/%m/%Y}", "created": at})
    sheet = book.add_worksheet("Bénéficiaires")
    bold = book.add_format({"bold": True, "text_wrap": True, "bottom": 1})
    for place, (title, width) in enumerate(_COLUMNS):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, title, bold)
    sheet.freeze_panes(1, 0)
    number, percent = book.add_format({"num_format": _MONEY}), book.add_format({"num_format": _RATE})
    line = 0
    for part in report.parts:
        for row in part.rows:
            line += 1
            texts = (part.call, row.dossier, row.beneficiary, row.identifier, row.schools, row.basis)
            for place, text in enumerate(texts):
                sheet.write_string(line, place, text)
            sheet.write_number(line, 6, row.expense, number)
            sheet.write_number(line, 7, row.rate, percent)
            for place, amount in enumerate((row.amount, row.department_share, row.tne_share), start=8):
                sheet.write_number(line, place, amount, number)
    _write_total(sheet, line + 1, report, book)
    book.close()
    return stream.getvalue()


def _write_total(
    sheet: xlsxwriter.worksheet.Worksheet, line: int, report: Report, book: xlsxwriter.Workbook
) -> None:
    sheet.write_string(line, 0, "Total", book.add_format({"bold": True, "top": 1}))
    money = book.add_format({"bold": True, "top": 1, "num_format": _MONEY})
    sums: tuple[tuple[int, Decimal], ...] = (
        (8, report.amount),
        (9, report.department_share),
        (10, report.tne_share),
    )
    for place, amount in sums:
        sheet.write_number(line, place, amount, money)
