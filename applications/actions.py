"""What an agent may do with a dossier from its page: one entry per act, added by the app that owns it.

The admin page shows the acts that the person may do now and asks for what the act needs; the act itself is
a domain function.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Prefetch

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
    # For an act whose questions depend on the dossier; instead of `form`.
    form_for: Callable[[Candidacy], Callable[..., forms.Form]] | None = None
    template: str = "act"  # admin/applications/candidacy/<template>.html
    help: str = ""
    danger: bool = False
    initial: Callable[[Candidacy], dict[str, Any]] | None = None
    # Its initial values are what is kept: the act is refused once when they changed while it was being filled in.
    replaces: bool = False
    # What the state of the dossier does not tell: another document's state, for instance.
    applies: Callable[[Candidacy], bool] | None = None
    # The section of the page that shows the act; empty: « Agir », with what moves the dossier on.
    beside: str = ""
    # May be done to several dossiers at once, from their list, after a page that says which ones will not pass.
    # The form is then the same for all of them.
    bulk: bool = False
    # Why the act would be refused to this dossier, in a sentence for the agent; None when nothing is against it.
    refusal: Callable[[Candidacy], str | None] | None = None
    # What `refusal` and `applies` read besides what the dossier's page reads, once for all the dossiers of a bulk.
    reads: Sequence[str | Prefetch] = ()

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
    if action.bulk and action.form_for:
        raise ValueError(f"{action.slug!r} asks something else of each dossier: it has no bulk.")
    _actions[action.slug] = action
    return action


def find(slug: str) -> DossierAction | None:
    return _actions.get(slug)


def offered(candidacy: Candidacy, user: Any, *, beside: str = "") -> list[DossierAction]:
    """The acts this person may do with this dossier now, that one section of its page shows."""
    acts = (action for action in _actions.values() if action.beside == beside)
    return [action for action in acts if action.is_offered(candidacy, user)]


def in_bulk(user: Any) -> list[DossierAction]:
    """The acts that this person may do to several dossiers at once."""
    return [action for action in _actions.values() if action.bulk and user.has_perm(action.permission)]
