"""Conformity: shipping the points of a call, answering them, keeping the checklist with the verdict."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from applications.checks import Level
from applications.domain.corrections import CORRECTABLE
from applications.domain.review import against_conforming, at_verdict, reads_of_conditions
from applications.models import Call, Candidacy
from applications.workflow import REVIEW
from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed

from ..conformity import READS, Entry, checklist
from ..enums import CheckResult, Fact, FoundBy
from ..models import Check, CheckItem


@dataclass(frozen=True)
class ItemValue:
    """A point as a call is given it; no fact: an agent says."""

    label: str
    fact: str = ""
    help: str = ""
    step: str = ""


SHIPPED = [
    ItemValue("Le porteur et les établissements relèvent de l’appel", Fact.ELIGIBILITY),
    ItemValue("L’identité du porteur est complète", Fact.IDENTITY),
    ItemValue("Les effectifs et l’état du parc sont renseignés", Fact.FIGURES),
    ItemValue("Prérequis : un ENT conforme au SDET, pour la durée demandée", Fact.ENT),
    ItemValue("Prérequis : le débit Internet de chaque classe concernée", Fact.RATES),
    ItemValue("Volet pédagogique : le projet est décrit", Fact.PROJECT),
    ItemValue(
        "Volet équipement : les équipements et ressources servent le projet pédagogique",
        help="Comparer ce qui est demandé au descriptif et à l’état du parc.",
        step="equipements",
    ),
    ItemValue("Volet formation : une formation accompagne la dotation", Fact.TRAINING),
    ItemValue("Volet parentalité : une action est prévue avec les familles", Fact.FAMILIES),
    ItemValue("Les montants sont calculés dans les plafonds de l’appel", Fact.AMOUNTS),
    ItemValue("Les pièces demandées par l’appel sont jointes", Fact.PIECES),
    ItemValue(
        "Les pièces jointes se lisent et concernent ce dossier",
        help="Ouvrir chaque pièce. Sans pièce jointe : sans objet.",
        step="pieces",
    ),
]


@transaction.atomic
def ship(call: Call, *, by: Any = None) -> list[CheckItem]:
    """Give a new call the shipped points; a call that already has some is left as it is."""
    if call.check_items.exists():
        return []
    items = [CheckItem(call=call, position=place, **vars(value)) for place, value in enumerate(SHIPPED)]
    CheckItem.objects.bulk_create(items)
    journal.record("points de conformité créés", call, by=by, after={"points": [str(item) for item in items]})
    return items


@dataclass(frozen=True)
class Answer:
    """What an agent found of a point; no result: the facts decide again, or it is still to do."""

    item: CheckItem
    result: str
    comment: str = ""


@transaction.atomic
def answer(candidacy: Candidacy, answers: Sequence[Answer], *, by: Any) -> list[str]:
    """Write what an agent found. Returns the points that changed.

    Raises DomainError « etat », « champ_obligatoire » (field: the point); NotAllowed.
    """
    candidacy = Candidacy.objects.locked(candidacy.pk)
    if by is not None and not by.has_perm(REVIEW, candidacy):
        raise NotAllowed
    if candidacy.state not in CORRECTABLE:
        raise DomainError("etat", "La conformité se contrôle pendant l’instruction du dossier.")
    entries = {entry.item.pk: entry for entry in checklist(candidacy).entries}
    before, after = {}, {}
    for given in answers:
        entry = entries[given.item.pk]
        if _same(entry, given):
            continue
        _require_comment(entry, given)
        _write(candidacy, given, by)
        label = given.item.label
        before[label], after[label] = _told(entry.result, entry.comment), _told(given.result, given.comment)
    if after:
        journal.record("conformité contrôlée", candidacy, by=by, before=before, after=after)
    return list(after)


def _same(entry: Entry, given: Answer) -> bool:
    if not given.result:
        return entry.found_by == FoundBy.FACT
    is_said = entry.found_by == FoundBy.AGENT and not entry.again
    return is_said and (entry.result, entry.comment) == (given.result, given.comment.strip())


def _require_comment(entry: Entry, given: Answer) -> None:
    """A point that is not fulfilled is explained; so is one that the facts find wanting and the agent does not."""
    if given.comment.strip() or not given.result:
        return
    blocked = any(finding.level > Level.REMARK for finding in entry.findings)
    if given.result == CheckResult.FAILED or blocked:
        raise DomainError(
            "champ_obligatoire",
            f"« {given.item.label} » : écrivez une remarque.",
            field=f"remarque-{given.item.pk}",
        )


def _write(candidacy: Candidacy, given: Answer, by: Any) -> None:
    if not given.result:
        Check.objects.filter(candidacy=candidacy, item=given.item).delete()
        return
    values = {
        "result": given.result,
        "found_by": FoundBy.AGENT,
        "comment": given.comment.strip(),
        "by": by,
        "at": timezone.now(),
    }
    Check.objects.update_or_create(candidacy=candidacy, item=given.item, defaults=values)


def _told(result: str | None, comment: str) -> str:
    word = CheckResult(result).label if result else ""
    return f"{word} – {comment}" if comment else word


reads_of_conditions.extend(READS)


@against_conforming
def what_is_missing(candidacy: Candidacy, despite: str) -> str | None:
    """Every point is answered and none has failed, or a reason is named."""
    return checklist(candidacy).against(despite=despite)


@at_verdict
def keep_facts(candidacy: Candidacy) -> None:
    """Keep with the verdict what the facts said then: the dossier may be corrected after a second look."""
    Check.objects.filter(candidacy=candidacy, found_by=FoundBy.FACT).delete()
    candidacy = Candidacy.objects.select_related("call", "organisation").get(pk=candidacy.pk)
    decided = [
        entry for entry in checklist(candidacy).entries if entry.found_by == FoundBy.FACT and entry.result
    ]
    Check.objects.bulk_create(
        Check(
            candidacy=candidacy,
            item=entry.item,
            result=entry.result,
            found_by=FoundBy.FACT,
            comment="\n".join(entry.messages)[:1000],
        )
        for entry in decided
    )
