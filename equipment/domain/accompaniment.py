"""What goes with the equipment: the ENT told and agreed, training and parentalité followed to done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from applications.history import tell
from applications.models import Candidacy, SchoolProject
from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed

from ..accompaniment import Action, actions_of, needs_agreement
from ..launch import FOLLOWED
from ..models import AccompanimentStep, DataAgreement
from .quantities import require_day

ENT, FOLLOWED_UP = "ENT mis à jour", "accompagnement mis à jour"


@dataclass(frozen=True)
class EntValue:
    """Where the ENT of a public école stands."""

    had_ent: bool
    presented_on: date | None = None
    signed_on: date | None = None


@dataclass(frozen=True)
class StepValue:
    """When a training or an action is planned, when it was done."""

    planned_on: date | None
    done_on: date | None


@transaction.atomic
def record_agreements(candidacy: Candidacy, values: Mapping[int, EntValue], *, by: Any) -> None:
    """Keep, by project, where the ENT of public écoles stand.

    Raises DomainError « etat », « champ_invalide », « etablissement_non_eligible »; NotAllowed.
    """
    candidacy = _locked(candidacy, by)
    projects = {project.pk: project for project in candidacy.projects.select_related("school")}
    after: list[str] = []
    for pk, value in values.items():
        project = projects.get(pk)
        if project is None or not needs_agreement(project):
            raise DomainError("etablissement_non_eligible", "Seules les écoles publiques sont concernées.")
        for field in ("presented_on", "signed_on"):
            if day := getattr(value, field):
                require_day(day, f"{field}-{pk}")
        former = DataAgreement.objects.filter(project=project).first()
        if former is None or EntValue(former.had_ent, former.presented_on, former.signed_on) != value:
            DataAgreement.objects.update_or_create(project=project, defaults=vars(value))
            after.append(_told(project, value))
    if after:
        journal.record(ENT, candidacy, by=by, after={"ecoles": after})


@transaction.atomic
def record_steps(candidacy: Candidacy, values: Mapping[Action, StepValue], *, by: Any) -> None:
    """Keep when the trainings and the parentalité actions of a dossier are planned and done.

    Raises DomainError « etat », « champ_invalide », « action_inconnue »; NotAllowed.
    """
    candidacy = _locked(candidacy, by)
    known = set(actions_of(candidacy.projects.all()))
    after: list[str] = []
    for action, value in values.items():
        if action not in known:
            raise DomainError("action_inconnue", "Cette action n’est pas parmi celles du dossier.")
        if value.done_on:
            require_day(value.done_on, f"faite-{action.key}")
        row = AccompanimentStep.objects.filter(**vars(action)).first()
        former = StepValue(row.planned_on, row.done_on) if row else StepValue(None, None)
        if former != value:
            AccompanimentStep.objects.update_or_create(**vars(action), defaults=vars(value))
            after.append(f"{action.label} : {_when(value)}")
    if after:
        journal.record(FOLLOWED_UP, candidacy, by=by, after={"actions": after})


def _locked(candidacy: Candidacy, by: Any) -> Candidacy:
    candidacy = Candidacy.objects.locked(candidacy.pk)
    if by is not None and not by.has_perm("equipment.follow_accompaniment", candidacy):
        raise NotAllowed
    if candidacy.state not in FOLLOWED:
        raise DomainError("etat", "Ce dossier n’est pas retenu.")
    return candidacy


def _told(project: SchoolProject, value: EntValue) -> str:
    if value.had_ent:
        return f"{project.school.name} : avait déjà un ENT"
    presented = f"présenté le {value.presented_on:%d/%m/%Y}" if value.presented_on else "à présenter"
    signed = f"convention signée le {value.signed_on:%d/%m/%Y}" if value.signed_on else "convention à signer"
    return f"{project.school.name} : {presented}, {signed}"


def _when(value: StepValue) -> str:
    if value.done_on:
        return f"faite le {value.done_on:%d/%m/%Y}"
    return f"prévue le {value.planned_on:%d/%m/%Y}" if value.planned_on else "sans date"


tell(ENT, labels={"ecoles": "écoles"})
tell(FOLLOWED_UP, labels={"actions": "actions"})
