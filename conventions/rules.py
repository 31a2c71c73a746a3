"""Who may vote, sign, notify and pay."""

from typing import Any

import rules

from applications.rules import manages
from tne38.accounts.rules import is_administrator, is_agent, is_manager, works_for_the_programme


@rules.predicate
def answers_for(user: Any, subject: Any) -> bool:
    """Manages the beneficiary of a dossier, of its convention or of a recovery."""
    return bool(manages(user, getattr(subject, "candidacy", subject)))


rules.add_perm("conventions", works_for_the_programme)
for _act in (
    "record_vote",
    "generate_convention",
    "notify_convention",
    "liquidate_claim",
    "check_claim",
    "record_payment",
    "record_lapse",
    "run_reconciliation",
    "amend_convention",
    "open_recovery",
    "decide_recovery",
    "record_recovery",
    "check_report",
):
    rules.add_perm(f"conventions.{_act}", is_manager)
rules.add_perm("conventions.record_signature", is_manager | answers_for)
rules.add_perm("conventions.answer_convention", answers_for)
rules.add_perm("conventions.answer_recovery", is_manager | answers_for)
rules.add_perm("conventions.sign_amendment", is_manager | answers_for)
rules.add_perm("conventions.add_scan", is_manager)
rules.add_perm("conventions.change_articletext", is_administrator)
rules.add_perm("conventions.file_claim", is_manager | manages)
rules.add_perm("conventions.file_report", is_manager | answers_for)
for _model in ("permanentcommission", "vote", "convention", "articletext", "claim", "payment", "invoice"):
    rules.add_perm(f"conventions.view_{_model}", works_for_the_programme)
rules.add_perm("conventions.view_reconciliation", is_agent)
rules.add_perm("conventions.view_lapse", is_agent)
# A bundle of signed pages mixes the dossiers of several calls.
rules.add_perm("conventions.view_scan", is_agent)
rules.add_perm("conventions.add_permanentcommission", is_manager)
rules.add_perm("conventions.change_permanentcommission", is_manager)
