"""Spreadsheets of the tests, written from dossiers or cell by cell."""

import io
from typing import Any

import openpyxl

from applications.models import Call
from tne38.core import jobs
from tne38.core.models import Job
from tne38.exchange import sending
from tne38.exchange.models import SheetImport
from tne38.exchange.spreadsheet import contents
from tne38.exchange.spreadsheet.layout import FLAT, SHEETS
from tne38.exchange.spreadsheet.writing import Book, csv_bytes, fill


def workbook(*dossiers: dict[str, Any]) -> bytes:
    """The dossiers as a workbook, its columns under their stable names."""
    book, rows = Book(), contents.rows_of(dossiers)
    for definition in SHEETS:
        columns = contents.headers(definition, rows[definition.name])
        sheet = book.workbook.add_worksheet(definition.name)
        book.header(sheet, [name for name, _, _ in columns], [12 for _ in columns])
        fill(book, sheet, columns, rows[definition.name])
    return book.content()


def flat(*dossiers: dict[str, Any]) -> bytes:
    """The dossiers as a CSV file."""
    rows = contents.flat_rows_of(dossiers)
    return csv_bytes(contents.headers(FLAT, rows), rows)


def changed(content: bytes, sheet: str, column: str, value: Any, *, row: int = 2) -> tuple[bytes, str]:
    """The workbook with one cell changed (`column` is its stable name), and the address of that cell."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    titles = [cell.value for cell in book[sheet][1]]
    cell = book[sheet].cell(row, titles.index(column) + 1)
    cell.value = value
    return saved(book), cell.coordinate


def examined(call: Call, content: bytes, *, by: Any, name: str = "dossiers.xlsx") -> SheetImport:
    """A file sent and examined, as the worker does it."""
    sent = sending.send(call, content, name=name, by=by)
    return done(sent)


def done(sheet_import: SheetImport) -> SheetImport:
    """The work asked for on a spreadsheet, done at once."""
    waiting = sending.job_of(sheet_import)
    assert waiting is not None
    job = jobs.run(waiting.pk)
    assert job is not None
    assert job.state == Job.State.DONE, job.errors
    return SheetImport.objects.get(pk=sheet_import.pk)


def saved(book: Any) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
