"""The lines that a compte rendu financier begins with: what was granted, what the invoices say, what was paid."""

from decimal import Decimal

from tne38.core.money import ZERO, total

from ..domain.accounts import granted_shares, paid_shares
from ..models import Convention, FinancialReport, InvoiceLine
from ..payment.justification import articles_of
from ..payment.liquidation import Key
from .table import EXPENSE, INCOME, Entry, Table, table_of


def table_for(report: FinancialReport) -> Table:
    """What was handed in, or else what the dossier already knows."""
    rows = report.lines.all()
    kept = [Entry(row.side, row.label, row.planned, row.actual) for row in rows]
    return Table(tuple(kept)) if kept else _prefilled(report.convention)


def _prefilled(convention: Convention) -> Table:
    expenses = _expenses(convention)
    planned, actual = total(row.planned for row in expenses), total(row.actual for row in expenses)
    granted, paid = granted_shares(convention), paid_shares(convention)
    incomes = [
        Entry(INCOME, "Subvention du Département de l’Isère", granted.department, paid.department),
        Entry(INCOME, "Dispositif Territoires numériques éducatifs", granted.tne, paid.tne),
        Entry(
            INCOME,
            "Ressources propres",
            max(planned - granted.amount, ZERO),
            max(actual - paid.amount, ZERO),
        ),
    ]
    return table_of([*expenses, *incomes])


def _expenses(convention: Convention) -> list[Entry]:
    """Each granted article: its quantity at its cap, then what the invoices that count say of it."""
    bought: dict[Key, Decimal] = {}
    lines = InvoiceLine.objects.filter(invoice__convention=convention, invoice__counts=True)
    for line in lines.order_by("pk"):
        bought[line.key] = bought.get(line.key, ZERO) + line.quantity * line.unit_price
    articles = articles_of(convention.candidacy)
    several = len({article.project.pk for article in articles}) > 1
    return [
        Entry(
            EXPENSE,
            f"{article.label} – {article.project.school.name}" if several else article.label,
            article.granted.quantity * article.granted.cap,
            bought.get(article.key, ZERO),
        )
        for article in articles
    ]
