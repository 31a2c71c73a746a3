"""What the porteur reads of the deadlines: the last day to ask for a payment, the acts of its reports."""

from applications import history, timeline
from applications.enums import CandidacyState as State
from applications.models import Candidacy
from applications.nuances import nuance
from applications.timeline import Event
from applications.workflow import StateForApplicant
from tne38.core.dates import in_words

from .domain.financial_reports import ACCEPTED, EXPECTED, FILED, TO_REDO
from .domain.invoices import CLAIMABLE
from .domain.lapse_reminders import REMINDED
from .domain.report_reminders import REMINDED as REPORT_REMINDED
from .financial_report.workflow import OWED
from .recovery.nuances import open_of

for _act in (REMINDED, EXPECTED, FILED, ACCEPTED, REPORT_REMINDED):
    history.tell(_act)
history.tell(TO_REDO, with_reason=True)


@timeline.deadline
def last_day_to_ask(candidacy: Candidacy) -> Event | None:
    """From the notification until the balance is asked for."""
    if candidacy.state not in CLAIMABLE:
        return None
    convention = getattr(candidacy, "convention", None)
    until = convention.claims_until if convention is not None else None
    if until is None or any(claim.final for claim in convention.claims.all()):
        return None
    what = "Dernier jour pour demander le versement ; ensuite, la subvention devient caduque."
    return Event(what, "later", expected=f"le {in_words(until)}")


@nuance
def report_owed(candidacy: Candidacy) -> StateForApplicant | None:
    """Paid, but a private body still has to say what became of the money."""
    if candidacy.state != State.PAID or open_of(candidacy) is not None:
        return None  # what is claimed back comes first
    report = getattr(getattr(candidacy, "convention", None), "financial_report", None)
    if report is None or report.state not in OWED:
        return None
    day = in_words(report.due_on)
    return StateForApplicant(
        "Subvention versée",
        f"Il reste à déposer votre compte rendu financier, pour le {day}.",
        "porteur",
        "todo",
    )
