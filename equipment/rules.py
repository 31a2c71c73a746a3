"""Who may do what with equipment, quotes, orders and deliveries."""

import rules

from applications.rules import is_deposited, manages
from tne38.accounts.rules import is_administrator, is_agent, is_manager, works_for_the_programme

rules.add_perm("equipment", works_for_the_programme)
# An agent files and types the quotes that a porteur sent by mail.
rules.add_perm("equipment.file_quote", is_deposited & (is_agent | manages))
rules.add_perm("equipment.accept_quotes", is_manager & is_deposited)
for _act in ("record_order", "record_delivery", "follow_accompaniment"):
    rules.add_perm(f"equipment.{_act}", is_manager | manages)
for _model in ("category", "catalogueitem"):
    rules.add_perm(f"equipment.view_{_model}", works_for_the_programme)
    rules.add_perm(f"equipment.add_{_model}", is_administrator)
    rules.add_perm(f"equipment.change_{_model}", is_administrator)
