"""Who may do what with equipment, quotes and deliveries."""

import rules

from applications.rules import is_deposited, manages
from tne38.accounts.rules import is_administrator, is_manager, works_for_the_programme

rules.add_perm("equipment", works_for_the_programme)
rules.add_perm("equipment.accept_quotes", is_manager & is_deposited)
rules.add_perm("equipment.record_delivery", is_manager | manages)
for _model in ("category", "catalogueitem"):
    rules.add_perm(f"equipment.view_{_model}", works_for_the_programme)
    rules.add_perm(f"equipment.add_{_model}", is_administrator)
    rules.add_perm(f"equipment.change_{_model}", is_administrator)
rules.add_perm("equipment.view_delivery", works_for_the_programme)
