"""The acts on a compte rendu financier, on the dossier's page of the agents."""

from typing import Any

from applications.actions import DossierAction, register
from applications.enums import CandidacyState as State
from applications.models import Candidacy
from tne38.core.errors import DomainError

from ..domain import financial_reports
from ..financial_report.forms import AskAgainForm
from ..financial_report.workflow import CHECK, ReportState
from ..models import FinancialReport

# From the first payment.
_PAID = frozenset({State.NOTIFIED, State.DELIVERED, State.CLAIMED, State.PAID, State.LAPSED})


def _report_of(candidacy: Candidacy) -> FinancialReport:
    report = getattr(getattr(candidacy, "convention", None), "financial_report", None)
    if report is None:
        raise DomainError("etat", f"{candidacy} : aucun compte rendu financier n’est attendu.")
    return report


def _is_filed(candidacy: Candidacy) -> bool:
    report = getattr(getattr(candidacy, "convention", None), "financial_report", None)
    return report is not None and report.state == ReportState.FILED


def _accept(candidacy: Candidacy, _values: dict[str, Any], by: Any) -> str:
    financial_reports.accept(_report_of(candidacy), by=by)
    return "Le compte rendu financier est accepté ; le bénéficiaire en est informé."


def _ask_again(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    financial_reports.ask_again(_report_of(candidacy), reason=values["reason"], by=by)
    return "Le compte rendu financier est redemandé ; le bénéficiaire en lit le motif."


register(
    DossierAction(
        "accepter-compte-rendu",
        "Accepter le compte rendu financier",
        CHECK,
        _PAID,
        _accept,
        help="L’emploi de la subvention est celui de la convention. Le bénéficiaire en est informé.",
        applies=_is_filed,
    )
)
register(
    DossierAction(
        "redemander-compte-rendu",
        "Redemander le compte rendu financier",
        CHECK,
        _PAID,
        _ask_again,
        form=AskAgainForm,
        applies=_is_filed,
    )
)
