"""Who may rank, decide and set the envelope."""

import rules

from tne38.accounts.enums import Role
from tne38.accounts.rules import is_administrator, is_agent, is_manager, works_for_the_programme


@rules.predicate
def sits_on_the_commission(user) -> bool:
    """Member in person: administering the portal is not enough to give an opinion."""
    return user.is_authenticated and user.has_role(Role.COMMISSION)


@rules.predicate
def is_asked(user, opinion) -> bool:
    """Asked of any opinion, or of one of their own."""
    return opinion is None or opinion.member_id == user.pk


rules.add_perm("reviews", works_for_the_programme)
rules.add_perm("reviews.rank_call", is_agent)
for _model in ("ranking", "score", "envelope", "reservation", "overrun", "decision", "scenario"):
    rules.add_perm(f"reviews.view_{_model}", works_for_the_programme)
rules.add_perm("reviews.view_judgedcriterion", works_for_the_programme)
for _act in ("add", "change", "delete"):
    rules.add_perm(f"reviews.{_act}_judgedcriterion", is_administrator)
# A scenario decides nothing: whoever ranks may try.
rules.add_perm("reviews.change_scenario", is_agent)
rules.add_perm("reviews.add_envelope", is_administrator)
rules.add_perm("reviews.change_envelope", is_manager)
# To let a decision pass what a funder has put in.
rules.add_perm("reviews.exceed_envelope", is_administrator)

# The sessions: agents prepare and run them, members and inspectors read them.
for _model in ("session", "attendance", "agendaitem", "minutes", "letter"):
    rules.add_perm(f"reviews.view_{_model}", works_for_the_programme)
rules.add_perm("reviews.add_session", is_agent)
rules.add_perm("reviews.change_session", is_agent)
rules.add_perm("reviews.run_session", is_agent)
# A letter opens the time to appeal: it leaves with the second factor of whoever keeps the books.
rules.add_perm("reviews.notify_decisions", is_manager)

# The opinions: members give theirs, agents say who is asked. Who reads which one: `Opinion.objects.visible_to`.
for _model in ("opinion", "recusal"):
    rules.add_perm(f"reviews.view_{_model}", works_for_the_programme)
rules.add_perm("reviews.give_opinion", sits_on_the_commission & is_asked)
rules.add_perm("reviews.declare_recusal", sits_on_the_commission)
rules.add_perm("reviews.assign_opinion", is_agent)
rules.add_perm("reviews.record_recusal", is_agent)

# The points of conformity of a call are settings of it.
rules.add_perm("reviews.view_checkitem", works_for_the_programme)
for _act in ("add", "change", "delete"):
    rules.add_perm(f"reviews.{_act}_checkitem", is_administrator)
