"""Who changed what in a dossier, and when: the journal in plain words.

Only the acts named here, or by a later app with `tell`, are told to the porteur: what the programme writes in the
journal for itself stays with it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Field, Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from tne38.core import journal
from tne38.core.dates import in_words
from tne38.core.models import JournalEntry
from tne38.core.money import french
from tne38.core.money_fields import MoneyField
from tne38.core.workflow import transitions

from .domain.copying import parts
from .domain.corrections import ANSWERED, ASKED, LIFTED
from .domain.questions import FROM_DEPARTMENT, FROM_PORTEUR
from .enums import SocleDomain
from .models import Candidacy, Organisation, SchoolProject
from .timeline import REASON_SHOWN, UNTOLD

SHORT = 160
_ACTS = {
    "dossier commencé",
    "dossier saisi",
    "réponses modifiées",
    "réponses copiées",
    "classes modifiées",
    "autres financements modifiés",
    "écoles ajoutées",
    "école retirée",
    "pièce ajoutée",
    "pièce reclassée",
    "pièce remplacée",
    "pièce retirée",
    "accusé de réception envoyé",
    "porteur corrigé",
    ASKED,
    ANSWERED,
    LIFTED,
    FROM_PORTEUR,
    FROM_DEPARTMENT,
}
_WITH_REASON = {"porteur corrigé", ASKED, ANSWERED, LIFTED}
# What the journal keeps beside the fields of the forms.
_LABELS = {
    "classes": "classes et débits",
    "financements": "autres financements",
    "rubriques": "rubriques copiées",
    "de": "école copiée",
    "uai": "écoles",
    "piece": "pièce",
    "nature": "nature",
    "numero": "numéro",
    "champs": "champs à corriger",
    "message": "message",
    "pieces": "pièces",
    "depuis": "repris du dossier",
    "laisse": "non repris",
}
# How the journal writes a day, an amount, and the fingerprint of a file, which is no news to anyone.
_DAY, _AMOUNT, _DIGEST = (
    re.compile(r"\d{4}-\d{2}-\d{2}"),
    re.compile(r"\d+\.\d{2}"),
    re.compile(r"[0-9a-f]{64}"),
)
_PRICE = re.compile(r"(?<= à )\d+\.\d{2}$")
# Names the school of the entry, told beside it.
_SCHOOL_KEYS = ("ecole", "vers", "uai")


def tell(action: str, *, labels: dict[str, str] | None = None, with_reason: bool = False) -> None:
    """Add an act of the journal to those told to the porteur; `labels` names what its entries hold."""
    _ACTS.add(action)
    _LABELS.update(labels or {})
    if with_reason:
        _WITH_REASON.add(action)


@dataclass(frozen=True)
class Change:
    """A field, what it held and what it holds."""

    label: str
    before: str
    after: str

    @property
    def is_long(self) -> bool:
        """The whole text is then one click away."""
        return max(len(self.before), len(self.after)) > SHORT

    @property
    def short_before(self) -> str:
        return _shortened(self.before)

    @property
    def short_after(self) -> str:
        return _shortened(self.after)


@dataclass(frozen=True)
class Act:
    """One entry as people read it."""

    what: str
    at: datetime
    who: str
    on_behalf_of: str
    school: str
    reason: str
    changes: tuple[Change, ...]


def entries_of(candidacy: Candidacy) -> QuerySet[JournalEntry]:
    """What is told of a dossier, latest first."""
    told = [*_ACTS, *_transitions()]
    return journal.history(candidacy).filter(action__in=told).order_by("-number")


def of_one_school(uai: str) -> Q:
    """The entries that are about a school of several."""
    return Q(after__ecole=uai) | Q(after__vers=uai) | Q(after__uai=uai) | Q(before__uai=uai)


def people_of(candidacy: Candidacy) -> list[tuple[int, str]]:
    """Who acted, by number and name; the latest name of each."""
    rows = entries_of(candidacy).exclude(actor_id=None).order_by("actor_label")
    found = dict(rows.values_list("actor_id", "actor_label").distinct())
    return [(pk, _name(label)) for pk, label in found.items()]


def acts(entries: Iterable[JournalEntry], schools: Mapping[str, str]) -> list[Act]:
    """Entries in words; `schools` names those of the dossier by UAI. No query."""
    with_reason = _WITH_REASON | {name for name, shown in _transitions().items() if shown}
    return [
        Act(
            entry.action[:1].upper() + entry.action[1:],
            entry.at,
            _name(entry.actor_label) if entry.actor_id else "Le portail",
            entry.on_behalf_of,
            _school(entry, schools),
            entry.reason if entry.action in with_reason else "",
            tuple(changes_of(entry, schools)),
        )
        for entry in entries
    ]


def changes_of(entry: JournalEntry, schools: Mapping[str, str]) -> list[Change]:
    """What an entry changed, field by field; what only serves the portal is left out."""
    names = dict.fromkeys([*entry.before, *entry.after])
    found = []
    for name in names:
        label = label_of(name)
        about_school = name in _SCHOOL_KEYS and not isinstance(
            entry.after.get(name, entry.before.get(name)), list
        )
        if label and not about_school:
            before, after = (
                told(name, _named(name, values.get(name), schools)) for values in (entry.before, entry.after)
            )
            if (
                before
                or after
                or not any(_is_digest(values.get(name)) for values in (entry.before, entry.after))
            ):
                found.append(Change(label[:1].upper() + label[1:], before, after))
    return found


def label_of(name: str) -> str:
    """What the forms call a field; empty for what only serves the portal."""
    field = _field(name)
    return _LABELS.get(name) or (str(field.verbose_name) if field is not None else "")


def told(name: str, value: Any) -> str:
    """A value of the journal, as the page of the form shows it."""
    if value in (None, "", [], {}):
        return ""
    field = _field(name)
    if isinstance(value, list):
        labels = dict(SocleDomain.choices) if name == "socle_domains" else {}
        return "\n".join(
            _PRICE.sub(lambda price: french(Decimal(price[0])), str(labels.get(item, item))) for item in value
        )
    if isinstance(value, bool):
        return "Oui" if value else "Non"
    if isinstance(field, MoneyField):
        return french(Decimal(str(value)))
    if field is None or name.endswith("_at"):
        return _plainly(str(value), moment=name.endswith("_at"))
    return str(dict(field.flatchoices).get(value, value))


def _plainly(text: str, *, moment: bool) -> str:
    """A moment, a day or an amount as people write it."""
    found = parse_datetime(text) if moment else None
    if found is not None:
        return f"le {timezone.localtime(found):%d/%m/%Y}"
    if _is_digest(text):
        return ""
    if _DAY.fullmatch(text):
        return in_words(date.fromisoformat(text))
    return french(Decimal(text)) if _AMOUNT.fullmatch(text) else text


def _is_digest(value: Any) -> bool:
    return isinstance(value, str) and _DIGEST.fullmatch(value) is not None


def _named(name: str, value: Any, schools: Mapping[str, str]) -> Any:
    """Codes of the journal by the names people know."""
    if name == "rubriques" and isinstance(value, list):
        labels = {part.slug: part.label for part in parts()}
        return [labels.get(slug, slug) for slug in value]
    if name in {"uai", "de"} and value:
        return (
            [schools.get(uai, uai) for uai in value] if isinstance(value, list) else schools.get(value, value)
        )
    return value


def _field(name: str) -> "Field[Any, Any] | None":
    for model in (SchoolProject, Organisation):
        for field in model._meta.concrete_fields:
            if field.name == name and not field.auto_created:
                return field
    return None


def _transitions() -> dict[str, bool]:
    """The acts of the workflow as the journal names them, and whether the porteur reads their reason."""
    told = [arrow for arrow in transitions(Candidacy) if arrow.name not in UNTOLD]
    return {arrow.wording.applicant.lower(): arrow.target in REASON_SHOWN for arrow in told}


def _school(entry: JournalEntry, schools: Mapping[str, str]) -> str:
    for name in _SCHOOL_KEYS:
        uai = entry.after.get(name, entry.before.get(name))
        if isinstance(uai, str):
            # An entry about a school taken out of the dossier holds its name.
            return schools.get(uai) or str(entry.before.get("ecole") or uai)
    return ""


def _name(label: str) -> str:
    """« Prénom Nom » of « Prénom Nom <adresse> »."""
    return label.partition(" <")[0]


def _shortened(text: str) -> str:
    line = " · ".join(" ".join(part.split()) for part in text.splitlines() if part.strip())
    return line if len(line) <= SHORT else f"{line[:SHORT].rsplit(' ', 1)[0]}…"
