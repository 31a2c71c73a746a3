"""Who may import and export dossiers: the agents who enter paper forms."""

import rules

from tne38.accounts.rules import is_agent

rules.add_perm("exchange", is_agent)
rules.add_perm("exchange.view_sheetimport", is_agent)
rules.add_perm("exchange.add_sheetimport", is_agent)
# The file holds the addresses of every porteur.
rules.add_perm("exchange.export_candidacies", is_agent)
rules.add_perm("exchange.export_subsidies", is_agent)
