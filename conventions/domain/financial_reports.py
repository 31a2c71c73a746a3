"""The compte rendu financier of a private body: awaited from the first payment, filed, accepted or asked again."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from applications.domain.attachments import Sent
from applications.models import Candidacy
from tne38.core import journal
from tne38.core.errors import DomainError
from tne38.core.money import plain
from tne38.core.workflow import perform

from ..financial_report.letters import ReportAccepted, ReportToRedo
from ..financial_report.table import EXPENSE, INCOME, Table, due_on, exercise_end
from ..models import Convention, FinancialReport, ReportLine
from ..payment.access import REPORT
from .invoices import acceptable, stored

EXPECTED, FILED = "compte rendu financier attendu", "compte rendu financier déposé"
ACCEPTED, TO_REDO = "compte rendu financier accepté", "compte rendu financier redemandé"


@dataclass(frozen=True)
class Content:
    """What the beneficiary tells: the table, why it differs from the plan, what was done."""

    table: Table
    explanation: str
    outcome: str


def expect(convention: Convention, *, paid_on: date) -> FinancialReport | None:
    """From the first payment, a private body owes a report; None for a public one.

    The exercise is the one in which the subsidy is first received; it ends with EXERCISE_END_MONTH.
    """
    if not convention.candidacy.organisation.is_private:
        return None
    ends_on = exercise_end(paid_on, month=settings.EXERCISE_END_MONTH)
    values = {"exercise_ends_on": ends_on, "due_on": due_on(ends_on)}
    report, created = FinancialReport.objects.get_or_create(convention=convention, defaults=values)
    if created:
        journal.record(EXPECTED, convention.candidacy, by=None, after={"a_remettre_jusqu_au": report.due_on})
    return report


@transaction.atomic
def file_report(report: FinancialReport, content: Content, sent: Sent | None, *, by: Any) -> FinancialReport:
    """Hand the report in; handing it in again replaces its table, a file is kept until another comes.

    Raises DomainError « champ_obligatoire », « fichier_refuse », « etat »; NotAllowed.
    """
    report = _locked(report)
    perform(report.hand_in, by=by)
    _require_told(content)
    if sent is not None:
        report.file = stored(sent, acceptable(sent), REPORT)
    report.filed_on, report.refusal = timezone.localdate(), ""
    report.explanation, report.outcome = content.explanation.strip(), content.outcome.strip()
    report.save()
    report.lines.all().delete()
    ReportLine.objects.bulk_create(
        ReportLine(
            report=report,
            side=entry.side,
            position=position,
            label=entry.label,
            planned=entry.planned,
            actual=entry.actual,
        )
        for position, entry in enumerate(content.table.entries)
    )
    after = {
        "charges": plain(content.table.sum_of(EXPENSE).actual),
        "produits": plain(content.table.sum_of(INCOME).actual),
    }
    journal.record(FILED, report.candidacy, by=by, after=after)
    return report


def _require_told(content: Content) -> None:
    if not content.table.sum_of(EXPENSE).actual:
        raise DomainError("champ_obligatoire", "Indiquez au moins une dépense réalisée.")
    if content.table.has_gaps and not content.explanation.strip():
        message = "Les dépenses réalisées ne sont pas celles qui étaient prévues : expliquez pourquoi, même en une phrase."
        raise DomainError("champ_obligatoire", message, field="explanation")
    if not content.outcome.strip():
        raise DomainError(
            "champ_obligatoire", "Dites en quelques phrases ce qui a été fait.", field="outcome"
        )


@transaction.atomic
def accept(report: FinancialReport, *, by: Any) -> FinancialReport:
    """The subsidy was used as it should. Raises DomainError « etat »; NotAllowed."""
    report = _locked(report)
    perform(report.accept, by=by)
    report.accepted_on = timezone.localdate()
    report.save()
    ReportAccepted(report).send()
    journal.record(ACCEPTED, report.candidacy, by=by)
    return report


@transaction.atomic
def ask_again(report: FinancialReport, *, reason: str, by: Any) -> FinancialReport:
    """Say what does not fit; the beneficiary finds what it had written. Raises DomainError « champ_obligatoire »,
    « etat »; NotAllowed.
    """
    if not reason.strip():
        raise DomainError("champ_obligatoire", "Dites ce qui ne convient pas.", field="reason")
    report = _locked(report)
    perform(report.ask_again, by=by)
    report.refusal = reason.strip()
    report.save()
    journal.record(TO_REDO, report.candidacy, by=by, reason=report.refusal)
    ReportToRedo(report).send()
    return report


def _locked(report: FinancialReport) -> FinancialReport:
    """The report, locked with its dossier."""
    Candidacy.objects.locked(report.candidacy.pk)
    related = "convention__candidacy__call", "convention__candidacy__organisation"
    rows = FinancialReport.objects.select_for_update(of=("self",)).select_related(*related)
    return rows.get(pk=report.pk)
