"""Who may rank, decide and set the envelope."""

import rules

from tne38.accounts.rules import is_administrator, is_agent, works_for_the_programme

rules.add_perm("reviews", works_for_the_programme)
rules.add_perm("reviews.rank_call", is_agent)
for _model in ("ranking", "score", "envelope", "reservation", "decision"):
    rules.add_perm(f"reviews.view_{_model}", works_for_the_programme)
rules.add_perm("reviews.add_envelope", is_administrator)
rules.add_perm("reviews.change_envelope", is_administrator)
