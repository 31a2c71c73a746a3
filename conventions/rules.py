"""Who may vote, sign, notify and pay."""

import rules

from applications.rules import manages
from tne38.accounts.rules import is_manager, works_for_the_programme

rules.add_perm("conventions", works_for_the_programme)
for _act in (
    "record_vote",
    "generate_convention",
    "record_signature",
    "notify_convention",
    "record_payment",
    "record_lapse",
):
    rules.add_perm(f"conventions.{_act}", is_manager)
rules.add_perm("conventions.file_claim", is_manager | manages)
for _model in ("permanentcommission", "vote", "convention", "claim", "payment"):
    rules.add_perm(f"conventions.view_{_model}", works_for_the_programme)
rules.add_perm("conventions.add_permanentcommission", is_manager)
rules.add_perm("conventions.change_permanentcommission", is_manager)
