"""How a state changes: one declared transition, checked for its source, its guards and its permission."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django_fsm import can_proceed, has_transition_perm, transition

from .errors import DomainError, NotAllowed


@dataclass(frozen=True)
class Wording:
    """What a transition is called: the button of the one who acts, and what the applicant reads after it."""

    act: str
    applicant: str


def step(
    *,
    field: Any,
    source: list[str],
    target: str,
    permission: str,
    wording: Wording,
    conditions: list[Callable[[Any], bool]] | None = None,
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Declare a transition. `permission` is checked on the object; `source` is always a list of states."""

    def allowed(instance: models.Model, user: Any) -> bool:
        return user.has_perm(permission, instance)

    return transition(
        field=field,
        source=source,
        target=target,
        conditions=conditions or [],
        permission=allowed,
        custom={"wording": wording, "permission": permission},
    )


def is_allowed(method: Any, *, by: Any) -> bool:
    """Whether a person may carry a bound transition out now."""
    return bool(can_proceed(method) and has_transition_perm(method, by))


def require_allowed(method: Any, *, by: Any) -> None:
    """Check that a bound transition may be carried out on behalf of `by`; None is the portal itself.

    Raises NotAllowed when the person may not, DomainError « etat » when the object is not at that stage.
    """
    instance = method.__self__
    if not can_proceed(method):
        raise DomainError(
            "etat",
            f"{instance} : cette action n’est pas possible à ce stade ({instance.get_state_display()}).",
        )
    if by is not None and not has_transition_perm(method, by):
        raise NotAllowed


def perform(method: Any, *, by: Any) -> None:
    """Carry out a bound transition on behalf of `by`; None is the portal itself (a command, a job).

    Raises what `require_allowed` does.
    """
    require_allowed(method, by=by)
    method()


@dataclass(frozen=True)
class Transition:
    """One arrow of a state machine, for the documentation."""

    name: str
    sources: list[str]
    target: str
    permission: str
    wording: Wording
    doc: str


def transitions(model: type[models.Model]) -> list[Transition]:
    """The declared transitions of a model's `state`, in the order of the states they leave."""
    instance = model()
    arrows: dict[str, Transition] = {}
    for item in instance.get_all_state_transitions():  # type: ignore[attr-defined]
        known = arrows.get(item.name)
        sources = [*known.sources, item.source] if known else [item.source]
        doc = (getattr(type(instance), item.name).__doc__ or "").strip()
        arrows[item.name] = Transition(
            item.name, sources, item.target, item.custom["permission"], item.custom["wording"], doc
        )
    order = [value for value, _ in model._meta.get_field("state").choices or []]
    return sorted(arrows.values(), key=lambda arrow: (min(map(order.index, arrow.sources)), arrow.name))
