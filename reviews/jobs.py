"""The long work of this app: the prioritisation, the minutes of a session, the letters."""

from typing import Any

from django.db import transaction

from applications.models import Call
from tne38.accounts.models import User
from tne38.core import jobs
from tne38.core.errors import DomainError, NotAllowed
from tne38.core.models import Job

from .domain import decisions, letters, minutes, ranking
from .models import Minutes, Session

KIND = "priorisation"
# How many times a letter is printed at most while its decision changes.
_PRINTINGS = 5


@jobs.handler(KIND)
def run_ranking(run: jobs.Run) -> dict[str, Any]:
    """Rank the call named by the job; running again makes a new ranking with the same content."""
    call = Call.objects.get(slug=run.job.subject)
    by = _actor(run)
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


@jobs.handler(minutes.JOB)
def make_minutes(run: jobs.Run) -> dict[str, Any]:
    """Print the minutes of the session whose key is the job's subject; again, it changes nothing."""
    made = minutes.make(Minutes.objects.select_related("session").get(session_id=int(run.job.subject)))
    run.progress(1, 1)
    return {"sha256": made.sha256}


@jobs.handler(decisions.LETTER_JOB)
def send_letter(run: jobs.Run) -> None:
    """Send the letter of the dossier whose key is the job's subject, decided outside a session.

    Decided again while its letter is printed, the dossier has no other job: this one prints the new letter.
    """
    by = _actor(run)
    for _ in range(_PRINTINGS):
        decision = letters.to_notify_alone(int(run.job.subject))
        if decision is None:
            break
        letters.notify(decision, by=by)
    else:
        raise RuntimeError("The decision changes as fast as its letter is printed.")  # tried again later
    run.progress(1, 1)


@jobs.handler(letters.BATCH_JOB)
def send_letters(run: jobs.Run) -> dict[str, Any]:
    """Send the letters of a session, one dossier at a time; taken over, it goes on with those that are left."""
    session = Session.objects.get(pk=int(run.job.subject))
    waiting = letters.to_notify(session)
    total = session.decisions.count()
    done, by, refused = total - len(waiting), _actor(run), []
    run.progress(done, total)
    for decision in waiting:
        try:
            letters.notify(decision, by=by)
        except DomainError as error:
            refused.append({"numero": str(decision.candidacy), "message": error.message})
        done += 1
        run.progress(done, total)
    return {"lettres": total - len(refused), "erreurs": refused}


def _actor(run: jobs.Run) -> User | None:
    return User.objects.filter(pk=run.job.actor_id).first()
