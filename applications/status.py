"""The sentence on top of a dossier: what it is, what one can do, until when."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format

from .models import Call, Candidacy

NO_BREAK_SPACE = "\u00a0"


@dataclass(frozen=True)
class Status:
    """A tone (todo, info, done, stop), a word and a sentence."""

    tone: str
    label: str
    text: str


def status_of(candidacy: Candidacy, *, at: datetime) -> Status:
    """Where a dossier is at this moment, told to its porteur."""
    if candidacy.state != "draft":
        told = candidacy.for_applicant
        return Status(told.tone, told.label, told.next_act)
    call = candidacy.call
    if call.is_open(at):
        return Status(
            "todo",
            "Brouillon",
            f"Votre dossier n’est pas encore déposé. Vous pouvez le déposer jusqu’au {moment(call.closes_at)} "
            f"({remaining(call, at=at)}).",
        )
    if at < call.opens_at:
        return Status("info", "Brouillon", f"Le dépôt ouvrira le {moment(call.opens_at)}.")
    return Status(
        "stop",
        "Appel clos",
        f"Ce dossier n’a pas été déposé avant la clôture, le {moment(call.closes_at)} : il ne peut plus l’être. "
        "Ce que vous avez écrit reste lisible ici.",
    )


def title_of(candidacy: Candidacy) -> str:
    """What a dossier is called: its collège, or its porteur with how many écoles. Reads the projects."""
    schools = [project.school for project in candidacy.projects.all()]
    if len(schools) == 1:
        return schools[0].name
    name = candidacy.organisation.name or "Dossier"
    return f"{name} – {len(schools)} écoles" if schools else name


def moment(at: datetime) -> str:
    """« 31 mars 2025 à 23 h 59 », in Paris."""
    local = timezone.localtime(at)
    return f"{date_format(local, 'j F Y')} à {clock(local)}"


def clock(local: datetime) -> str:
    """« 14 h 32 », with no-break spaces."""
    return f"{local.hour}{NO_BREAK_SPACE}h{NO_BREAK_SPACE}{local:%M}"


def remaining(call: Call, *, at: datetime) -> str:
    """« il reste 12 jours », « dernier jour », counted in days of the calendar of Paris."""
    days = (timezone.localtime(call.closes_at).date() - timezone.localtime(at).date()).days
    if days == 0:
        left = call.closes_at - at
        hours = int(left / timedelta(hours=1))
        return (
            f"dernier jour{NO_BREAK_SPACE}: il reste {hours}{NO_BREAK_SPACE}h" if hours else "dernière heure"
        )
    return f"il reste {days} jour{'s' if days > 1 else ''}"


def saved_at(candidacy: Candidacy, *, at: datetime) -> str:
    """« Brouillon enregistré à 14 h 32 », with the day when it is not today."""
    saved, now = timezone.localtime(candidacy.updated_at), timezone.localtime(at)
    if saved.date() == now.date():
        return f"Brouillon enregistré à {clock(saved)}"
    return f"Brouillon enregistré le {date_format(saved, 'j F Y')} à {clock(saved)}"
