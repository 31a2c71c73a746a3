"""The granted subsidies in the national « SCDL subventions » form: pure, plain values in, rows of text out.

The form and its formats: arrêté du 17 novembre 2017 and the published schema (version 1.1). A date or a period is
ISO 8601, an amount has a dot, a column that must not be empty never is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tne38.core.money import plain

COLUMNS = [
    "nomAttribuant",
    "idAttribuant",
    "dateConvention",
    "referenceDecision",
    "nomBeneficiaire",
    "idBeneficiaire",
    "objet",
    "montant",
    "nature",
    "conditionsVersement",
    "datesPeriodeVersement",
    "idRAE",
    "notificationUE",
    "pourcentageSubvention",
]
# Above it, a convention with its data published (loi 2000-321, art. 10; décret 2017-779).
THRESHOLD = Decimal("23000.00")
OBJECT_LENGTH = 255


@dataclass(frozen=True)
class Subsidy:
    """A subsidy whose convention is notified; amounts in euros.

    `until` is the last day on which a payment may be asked for; `paid_on` the days of the payments, in order.
    """

    funder: str
    funder_siret: str
    notified_on: date
    act: str
    beneficiary: str
    beneficiary_siret: str
    purpose: str
    amount: Decimal
    until: date
    paid_on: Sequence[date]
    in_parts: bool


def row(subsidy: Subsidy) -> list[str]:
    """One line of the file, in the order of the columns."""
    return [
        subsidy.funder,
        subsidy.funder_siret,
        subsidy.notified_on.isoformat(),
        subsidy.act,
        _text(subsidy.beneficiary),
        subsidy.beneficiary_siret,
        _text(subsidy.purpose),
        plain(subsidy.amount),
        "aide en numéraire",
        "échelonné" if subsidy.in_parts else "unique",
        _period(subsidy),
        "",
        "non",
        "1",
    ]


def _period(subsidy: Subsidy) -> str:
    """The day of a single payment; a period for several, or while it is only expected."""
    if not subsidy.paid_on:
        return f"{subsidy.notified_on.isoformat()}/{subsidy.until.isoformat()}"
    first, last = subsidy.paid_on[0].isoformat(), subsidy.paid_on[-1].isoformat()
    return first if first == last else f"{first}/{last}"


def _text(words: str) -> str:
    """At most 255 characters, on one line, that no spreadsheet takes for a formula."""
    text = " ".join(words.split()).lstrip("=+-@ ")
    return text if len(text) <= OBJECT_LENGTH else f"{text[: OBJECT_LENGTH - 1].rstrip()}…"
