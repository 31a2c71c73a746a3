"""What the porteur reads of the deadlines: the last day to ask for a payment, the acts of its reports."""

from applications import history, timeline
from applications.enums import CandidacyState as State
from applications.models import Candidacy
from applications.nuances import nuance
from applications.timeline import Event
from applications.workflow import StateForApplicant
from tne38.core.dates import in_words

from .amendment.nuances import open_of as signed_next
from .domain.dates import claims_until
from .domain.financial_reports import ACCEPTED, EXPECTED, FILED, TO_REDO
from .domain.invoices import CLAIMABLE
from .domain.lapse_reminders import REMINDED
from .domain.report_reminders import REMINDED as REPORT_REMINDED
from .financial_report.workflow import OWED
from .payment.workflow import OPEN_CLAIM
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
def balance_awaited(candidacy: Candidacy) -> StateForApplicant | None:
    """A part was asked for and paid: the porteur is waited for again."""
    if (
        candidacy.state != State.CLAIMED
        or open_of(candidacy) is not None
        or signed_next(candidacy) is not None
    ):
        return None  # what is claimed back, or changed, comes first
    convention = getattr(candidacy, "convention", None)
    claims = convention.claims.all() if convention is not None else []
    if not claims or any(claim.final or claim.state in OPEN_CLAIM for claim in claims):
        return None
    day = in_words(claims_until(convention))
    return StateForApplicant(
        "Solde à demander", f"Envoyez vos autres factures acquittées jusqu’au {day}.", "porteur", "todo"
    )


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
