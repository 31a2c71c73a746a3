"""The prioritisation as a job."""

from typing import Any

from django.db import transaction

from applications.models import Call
from tne38.accounts.models import User
from tne38.core import jobs
from tne38.core.errors import NotAllowed
from tne38.core.models import Job

from .domain import ranking

KIND = "priorisation"


@jobs.handler(KIND)
def run_ranking(run: jobs.Run) -> dict[str, Any]:
    """Rank the call named by the job; running again makes a new ranking with the same content."""
    call = Call.objects.get(slug=run.job.subject)
    by = User.objects.filter(pk=run.job.actor_id).first()
    with transaction.atomic():
        found = ranking.rank_call(call, by=by)
        run.progress(len(found.results), len(found.results))
    return {"dossiers": len(found.results)}


@transaction.atomic
def request_ranking(call: Call, *, by: Any) -> Job:
    """Ask for the prioritisation of a call; a second request while the first one runs is the same one."""
    if not by.has_perm("reviews.rank_call"):
        raise NotAllowed
    return jobs.enqueue(KIND, subject=call.slug, by=by)
