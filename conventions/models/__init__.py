"""What is voted, signed and paid."""

from .amendments import Amendment
from .commissions import ACT_NUMBER, CommissionItem, ItemOutcome, PermanentCommission, Vote
from .conventions import Convention
from .copies import Authorisation, CopyKind, Scan, SignedCopy
from .invoices import Invoice, InvoiceLine, invoice_key
from .lapses import Lapse
from .payments import Balance, Claim, Liquidation, Payment
from .recoveries import Recovery, RecoveryGround
from .reports import FinancialReport, ReportLine, Side
from .texts import ArticleText, TextKind

__all__ = [
    "ACT_NUMBER",
    "Amendment",
    "ArticleText",
    "Authorisation",
    "Balance",
    "Claim",
    "CommissionItem",
    "Convention",
    "CopyKind",
    "FinancialReport",
    "Invoice",
    "InvoiceLine",
    "ItemOutcome",
    "Lapse",
    "Liquidation",
    "Payment",
    "PermanentCommission",
    "Recovery",
    "RecoveryGround",
    "ReportLine",
    "Scan",
    "Side",
    "SignedCopy",
    "TextKind",
    "Vote",
    "invoice_key",
]
