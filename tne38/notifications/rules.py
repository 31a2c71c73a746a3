"""Who reads the log of e-mails and sends again what failed."""

import rules

from tne38.accounts.rules import is_agent

rules.add_perm("notifications", is_agent)
rules.add_perm("notifications.view_message", is_agent)
rules.add_perm("notifications.retry_message", is_agent)
