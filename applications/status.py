"""The sentence on top of a dossier: what it is, what one can do, until when."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from tne38.core.dates import in_words

from .models import Call, Candidacy, CorrectionRequest
from .nuances import told_of

NO_BREAK_SPACE = "\u00a0"


@dataclass(frozen=True)
class Status:
    """A tone (todo, info, done, stop), a word and a sentence."""

    tone: str
    label: str
    text: str


def status_of(candidacy: Candidacy, *, at: datetime, asker: str = "vous") -> Status:
    """Where a dossier is at this moment, told to its porteur; `asker` is who may deposit it."""
    if candidacy.state != "draft":
        if asked := candidacy.open_correction:
            return correction_status(asked)
        told = told_of(candidacy)
        return Status(told.tone, told.label, told.next_act)
    if candidacy.is_paper_draft:
        return _on_paper(candidacy)
    call = candidacy.call
    if candidacy.is_open(at):
        return Status(
            "todo",
            "Brouillon",
            f"Ce dossier n’est pas encore déposé. {_may(asker)} le déposer jusqu’au {moment(candidacy.closes_at)} "
            f"({remaining(candidacy, at=at)}).{_put_off(candidacy)}",
        )
    if at < call.opens_at:
        return Status("info", "Brouillon", f"Le dépôt ouvrira le {moment(call.opens_at)}.")
    return Status(
        "stop",
        "Appel clos",
        f"Ce dossier n’a pas été déposé avant la clôture, le {moment(candidacy.closes_at)} : il ne peut plus l’être. "
        "Ce que vous avez écrit reste lisible ici.",
    )


def _may(asker: str) -> str:
    """« Vous pouvez », « La mairie peut »."""
    return "Vous pouvez" if asker == "vous" else f"{asker[0].upper()}{asker[1:]} peut"


def _put_off(candidacy: Candidacy) -> str:
    if candidacy.extended_until is None or candidacy.extended_until <= candidacy.call.closes_at:
        return ""
    return f" Le Département a prolongé votre délai ; l’appel fermait le {moment(candidacy.call.closes_at)}."


def _on_paper(candidacy: Candidacy) -> Status:
    """Told to the agent who types a paper form: only agents see it."""
    name = candidacy.organisation.name or "l’organisme de gestion"
    return Status(
        "todo",
        "Saisie d’un dossier papier",
        f"Pour le compte de {name}{NO_BREAK_SPACE}: cachet de la poste du {candidacy.postmark_on:%d/%m/%Y}, "
        f"reçu le {candidacy.received_on:%d/%m/%Y}. Il n’est pas encore enregistré.",
    )


def correction_status(asked: CorrectionRequest) -> Status:
    """A dossier under an open request for corrections: late answers are still taken."""
    day = in_words(timezone.localtime(asked.answer_by))
    if asked.is_late:
        return Status(
            "stop",
            "Correction en retard",
            f"Le délai est passé depuis le {day} : répondez dès maintenant à la demande du Département.",
        )
    return Status(
        "todo", "Correction demandée", f"Répondez à la demande du Département au plus tard le {day}."
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
    return f"{in_words(local)} à {clock(local)}"


def clock(local: datetime) -> str:
    """« 14 h 32 », with no-break spaces."""
    return f"{local.hour}{NO_BREAK_SPACE}h{NO_BREAK_SPACE}{local:%M}"


def remaining(call: Call | Candidacy, *, at: datetime) -> str:
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
    return f"Brouillon enregistré le {in_words(saved)} à {clock(saved)}"
