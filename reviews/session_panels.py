"""What the screen of a session shows of a dossier besides its ranking: each panel is added by who owns it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from applications.models import Candidacy

from .models import Session

Context = Callable[[Session, Candidacy, Any], dict[str, Any] | None]


@dataclass(frozen=True)
class Panel:
    """A card of the screen; `context(session, candidacy, user)` fills its template, None leaves it out."""

    title: str
    template: str
    context: Context


_panels: list[Panel] = []


def register(panel: Panel) -> Panel:
    """Add a panel; the order of registration is the order on the screen."""
    _panels.append(panel)
    return panel


def panels_of(session: Session, candidacy: Candidacy, user: Any) -> list[tuple[str, SafeString]]:
    """The title and the content of every panel that has something to show to this person."""
    found = []
    for panel in _panels:
        context = panel.context(session, candidacy, user)
        if context is not None:
            found.append((panel.title, render_to_string(panel.template, context)))
    return found
