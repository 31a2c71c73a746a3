"""The checklist of a dossier: what the facts decide, what the agents found, what remains."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from applications import checks
from applications.checks import Finding, Level
from applications.domain.attachments import STEP as PIECES
from applications.domain.corrections import CORRECTABLE
from applications.models import Candidacy

from .enums import CheckResult, Fact, FoundBy
from .models import Check, CheckItem

_NOT_OURS = {"porteur_non_eligible", "etablissement_non_eligible", "doublon"}
_STEPS = {
    Fact.IDENTITY: {"porteur", "proprietaire"},
    Fact.FIGURES: {"etablissement", "parc"},
    Fact.PROJECT: {"projet"},
    Fact.TRAINING: {"formation"},
    Fact.FAMILIES: {"parentalite"},
    Fact.ENT: {"ent"},
    Fact.RATES: {"classes"},
    Fact.AMOUNTS: {"equipements", "financements"},
    Fact.PIECES: {PIECES},
}
# Remarks that leave the point to an agent: the machine cannot know.
_TO_JUDGE = {"ent_a_verifier", "piece_fermee"}


def fact_of(finding: Finding) -> Fact | None:
    """The point that a finding of the automatic checks is about."""
    if finding.code in _NOT_OURS:
        return Fact.ELIGIBILITY
    return next((fact for fact, steps in _STEPS.items() if finding.step in steps), None)


@dataclass(frozen=True)
class Entry:
    """A point of the checklist as it stands; no result: an agent has to say."""

    item: CheckItem
    result: CheckResult | None
    found_by: FoundBy = FoundBy.FACT
    comment: str = ""
    findings: Sequence[Finding] = ()
    by: Any = None
    at: datetime | None = None
    # An agent found it wanting, and the porteur has answered a request for corrections since.
    again: bool = False

    @property
    def is_left(self) -> bool:
        return self.result is None or self.again

    @property
    def is_failed(self) -> bool:
        return self.result == CheckResult.FAILED and not self.again

    @property
    def messages(self) -> list[str]:
        """What the automatic checks say of it."""
        return [finding.message for finding in self.findings]

    @property
    def step(self) -> str:
        """The page of the form where it is mended."""
        return self.findings[0].step if self.findings else self.item.step

    @property
    def tag(self) -> tuple[str, str]:
        """The tone and the word of its tag."""
        if self.is_left:
            return "todo", "à revoir" if self.again else "à contrôler"
        if self.is_failed:
            return "stop", "non rempli"
        return ("done", "rempli") if self.result == CheckResult.PASSED else ("info", "sans objet")


@dataclass(frozen=True)
class Checklist:
    """Every point of a dossier, and the findings that no point takes."""

    entries: Sequence[Entry]
    others: Sequence[Finding] = ()

    @property
    def left(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.is_left]

    @property
    def failed(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.is_failed]

    def against(self, *, despite: str = "") -> str | None:
        """Why the dossier cannot be declared conforming; a named reason lets failed points pass, not forgotten ones."""
        if self.left:
            return f"Il reste à contrôler : {_listed(self.left)}."
        if self.failed and not despite.strip():
            return f"Ces points ne sont pas remplis : {_listed(self.failed)}."
        return None


def _listed(entries: Iterable[Entry]) -> str:
    return " ; ".join(entry.item.label for entry in entries)


CHECKS = Prefetch("checks", Check.objects.select_related("item", "by"))
# What the checklist reads of a dossier; its projects, its pieces and its requests for corrections besides. After the
# verdict, the first one alone.
READS: list[str | Prefetch] = [
    CHECKS,
    Prefetch("call__check_items", CheckItem.objects.filter(is_active=True), "check_items_in_force"),
    "call__piece_kinds",
]


def checklist(candidacy: Candidacy, findings: Sequence[Finding] | None = None) -> Checklist:
    """The checklist while the dossier is examined; after the verdict, as it was when the verdict was given."""
    examined = candidacy.state in CORRECTABLE
    prefetch_related_objects([candidacy], *(READS if examined else [CHECKS]))
    found = {check.item_id: check for check in candidacy.checks.all()}
    if not examined:
        return Checklist([_kept(check) for check in found.values()])
    if findings is None:
        findings = everything_found(candidacy)
    items = candidacy.call.check_items_in_force
    answered = _last_answer(candidacy)
    entries = [_entry(item, found.get(item.pk), findings, answered) for item in items]
    taken = {item.fact for item in items}
    return Checklist(entries, [finding for finding in findings if fact_of(finding) not in taken])


def everything_found(candidacy: Candidacy) -> list[Finding]:
    """What the automatic checks say, pieces included."""
    return [*checks.findings(candidacy), *checks.findings_of_pages(candidacy)]


def _last_answer(candidacy: Candidacy) -> datetime | None:
    """When the porteur last answered a request for corrections."""
    answers = [request.answered_at for request in candidacy.correction_requests.all() if request.answered_at]
    return max(answers, default=None)


def _kept(check: Check) -> Entry:
    return Entry(
        check.item,
        CheckResult(check.result),
        FoundBy(check.found_by),
        check.comment,
        by=check.by,
        at=check.at,
    )


def _entry(
    item: CheckItem, check: Check | None, findings: Iterable[Finding], answered: datetime | None
) -> Entry:
    """What an agent said of a point prevails over the facts, which stay shown beside it."""
    mine = [finding for finding in findings if item.fact and fact_of(finding) == item.fact]
    if check is None or check.found_by == FoundBy.FACT:
        return Entry(item, _decided(item, mine), findings=mine)
    failed = check.result == CheckResult.FAILED
    again = failed and answered is not None and check.at < answered
    return Entry(
        item,
        CheckResult(check.result),
        FoundBy.AGENT,
        check.comment,
        mine,
        by=check.by,
        at=check.at,
        again=again,
    )


def _decided(item: CheckItem, findings: Sequence[Finding]) -> CheckResult | None:
    """What the facts say of a point; None when it is the agent's to say."""
    if any(finding.level > Level.REMARK for finding in findings):
        return CheckResult.FAILED
    if not item.fact or any(finding.code in _TO_JUDGE for finding in findings):
        return None
    return CheckResult.PASSED
