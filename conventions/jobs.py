"""The convention as a job: rendering takes time, and a page never waits for it."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from applications.models import Candidacy
from tne38.accounts.models import User
from tne38.core import jobs
from tne38.core.errors import DomainError, NotAllowed
from tne38.core.models import Job

from .domain import generation
from .models import Convention
from .workflow import ConventionState

KIND = "convention"


@jobs.handler(KIND)
def make_convention(run: jobs.Run) -> dict[str, Any]:
    """Make the convention of the dossier whose key is the job's subject; again, it changes nothing."""
    convention = Convention.objects.get(candidacy_id=int(run.job.subject))
    by = User.objects.filter(pk=run.job.actor_id).first()
    convention = generation.generate(convention, by=by)
    run.progress(1, 1)
    return {"numero": convention.number}


@transaction.atomic
def request_convention(candidacy: Candidacy, *, by: Any) -> Job:
    """Ask for the convention of a voted dossier; asking while it is being made is the same request.

    Raises DomainError « etat » when there is none to make, « valeur_manquante », NotAllowed.
    """
    if by is not None and not by.has_perm("conventions.generate_convention", candidacy):
        raise NotAllowed
    convention = Convention.objects.filter(candidacy=candidacy).first()
    if convention is None or convention.state != ConventionState.TO_GENERATE:
        raise DomainError("etat", f"Le dossier {candidacy} n’a pas de convention à générer.")
    generation.require_complete(convention, at=timezone.now())
    return jobs.enqueue(KIND, subject=str(candidacy.pk), by=by)
