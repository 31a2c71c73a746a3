"""The agents' page of a dossier, section by section: what is at stake now, then the life of the dossier.

Each section is a template of « admin/applications/candidacy/sections/ », which may use the tags of a later app.
"""

from dataclasses import dataclass

from .enums import CandidacyState as State

STAGES = {
    "depot": "Dépôt",
    "conformite": "Conformité",
    "decision": "Décision",
    "devis": "Devis",
    "vote": "Vote",
    "convention": "Convention",
    "deploiement": "Déploiement",
    "versement": "Versement",
}
_ORDER = list(STAGES)
# Where each state stands; a withdrawn or lapsed dossier stopped somewhere that its state does not say.
_STANDS_AT = {
    State.DRAFT: "depot",
    State.DEPOSITED: "conformite",
    State.IN_REVIEW: "conformite",
    State.NON_CONFORMING: "conformite",
    State.CONFORMING: "decision",
    State.DECIDED: "decision",
    State.WAITING_LIST: "decision",
    State.REJECTED: "decision",
    State.SELECTED: "devis",
    State.QUOTES_ACCEPTED: "vote",
    State.VOTED: "convention",
    State.CONTRACTED: "convention",
    State.NOTIFIED: "deploiement",
    State.DELIVERED: "versement",
    State.CLAIMED: "versement",
    State.PAID: "versement",
}
_STOPPED = {State.NON_CONFORMING, State.REJECTED}


@dataclass(frozen=True)
class Section:
    """One section: its stage; `since`, the stage from which it is shown, when it is not its own."""

    name: str
    label: str
    stage: str
    since: str = ""

    @property
    def template(self) -> str:
        return f"admin/applications/candidacy/sections/{self.name}.html"

    def is_shown_at(self, stage: str) -> bool:
        return _ORDER.index(self.since or self.stage) <= _ORDER.index(stage)


# In the order of a dossier's life; a porteur may send its quotes before it is decided.
SECTIONS = (
    Section("corrections", "Corrections", "conformite", since="depot"),
    Section("exchanges", "Échanges avec le porteur", "conformite", since="depot"),
    Section("conformity", "Conformité", "conformite", since="depot"),
    Section("projects", "Projets", "depot"),
    Section("pieces", "Pièces", "depot"),
    Section("equipment", "Équipements et ressources", "depot"),
    Section("ranking", "Priorisation", "decision", since="depot"),
    Section("opinions", "Avis de la commission", "decision", since="conformite"),
    Section("decision", "Décision", "decision"),
    Section("quotes", "Devis", "devis", since="conformite"),
    Section("vote", "Vote", "vote"),
    Section("convention", "Convention", "convention"),
    Section("deployment", "Déploiement", "deploiement", since="devis"),
    Section("payments", "Versements", "versement"),
)

# The section that tells each stage.
_TELLS = {
    "depot": "projects",
    "conformite": "conformity",
    "decision": "decision",
    "devis": "quotes",
    "vote": "vote",
    "convention": "convention",
    "deploiement": "deployment",
    "versement": "payments",
}


@dataclass(frozen=True)
class Stop:
    """A stage on the way of a dossier: `tone` is done, now, stop or later; `anchor` names its section."""

    label: str
    tone: str
    anchor: str


def sections(state: str) -> list[Section]:
    """Those of the stage where the dossier stands, then the others, up to that stage."""
    here = _STANDS_AT.get(State(state))
    if here is None:
        return list(SECTIONS)
    shown = [section for section in SECTIONS if section.is_shown_at(here)]
    return sorted(shown, key=lambda section: section.stage != here)


def way(state: str) -> list[Stop]:
    """The stages of a dossier that is on its way; none for one that was withdrawn or has lapsed."""
    here = _STANDS_AT.get(State(state))
    if here is None:
        return []
    reached = _ORDER[: _ORDER.index(here) + 1]
    return [
        Stop(label, _tone(stage, here, state), _TELLS[stage] if stage in reached else "")
        for stage, label in STAGES.items()
    ]


def _tone(stage: str, here: str, state: str) -> str:
    place, current = _ORDER.index(stage), _ORDER.index(here)
    if place != current:
        return "done" if place < current else "later"
    if state == State.PAID:
        return "done"
    return "stop" if state in _STOPPED else "now"
