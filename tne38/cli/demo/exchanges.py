"""What the fictitious agents and porteurs write to each other about a dossier."""

from datetime import timedelta

from django.utils import timezone

from applications.corrections import askable_pages, chosen
from applications.domain import corrections, questions
from applications.models import Candidacy
from tne38.accounts.models import User

_REMARKS = {
    (
        "etablissement",
        "pupils",
    ): "[Exemple fictif] Le Rectorat compte moins d’élèves à la rentrée : vérifiez.",
    ("classes", ""): "[Exemple fictif] Donnez le débit mesuré dans chaque classe, pas celui de l’abonnement.",
}


def ask_for_corrections(candidacy: Candidacy, *, by: User) -> None:
    """An open request about the first school of a dossier just deposited."""
    pages = askable_pages(candidacy)
    asked = {}
    for (step, name), remark in _REMARKS.items():
        page = next(page for page in pages if page.step.slug == step)
        asked[page.key(name)] = remark
    corrections.ask(
        candidacy,
        chosen(pages, asked),
        reason="[Exemple fictif] Deux réponses sont à vérifier avant le passage en commission technique.",
        answer_on=timezone.localdate() + timedelta(days=candidacy.call.correction_days),
        by=by,
        at=timezone.now(),
    )


def ask_a_question(candidacy: Candidacy, *, by: User) -> None:
    """A question of the porteur that waits for its answer."""
    text = "[Exemple fictif] Faut-il joindre un devis par article, ou un devis pour l’ensemble ?"
    questions.write(candidacy, text, by=by, at=timezone.now())
