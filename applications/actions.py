"""What an agent may do with a dossier from its page: one entry per act, added by the app that owns it.

The admin page shows the acts that the person may do now and asks for what the act needs; the act itself is
a domain function.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction

from .models import Candidacy

Carry = Callable[[Candidacy, dict[str, Any], Any], str | None]


@dataclass(frozen=True)
class DossierAction:
    """An act on a dossier.

    `states` are those in which it is offered; `carry_out(candidacy, values, by)` calls the domain function
    and returns a sentence to show. `danger` acts are shown apart.
    """

    slug: str
    label: str
    permission: str
    states: frozenset[str]
    carry_out: Carry
    form: type[forms.Form] | None = None
    help: str = ""
    danger: bool = False
    initial: Callable[[Candidacy], dict[str, Any]] | None = None
    # What the state of the dossier does not tell: another document's state, for instance.
    applies: Callable[[Candidacy], bool] | None = None

    @transaction.atomic
    def run(self, candidacy: Candidacy, values: dict[str, Any], by: Any) -> str | None:
        """Carry the act out, all or nothing, whatever domain functions it calls."""
        return self.carry_out(candidacy, values, by)

    def is_offered(self, candidacy: Candidacy, user: Any) -> bool:
        return (
            candidacy.state in self.states
            and user.has_perm(self.permission, candidacy)
            and (self.applies is None or self.applies(candidacy))
        )


_actions: dict[str, DossierAction] = {}


def register(action: DossierAction) -> DossierAction:
    """Add an act; the order of registration is the order of the buttons."""
    if action.slug in _actions:
        raise ValueError(f"Two acts are called {action.slug!r}.")
    _actions[action.slug] = action
    return action


def find(slug: str) -> DossierAction | None:
    return _actions.get(slug)


def offered(candidacy: Candidacy, user: Any) -> list[DossierAction]:
    """The acts this person may do with this dossier now."""
    return [action for action in _actions.values() if action.is_offered(candidacy, user)]
