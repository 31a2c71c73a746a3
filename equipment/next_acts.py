"""The card of the page of a dossier that says what to do next about quotes and the deployment."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from applications.enums import CandidacyState as State
from applications.models import Candidacy

from .domain.quotes import OPEN
from .enums import QuoteState
from .follow_up import follow_up_of
from .granted import quotes_of
from .launch import FOLLOWED


@dataclass(frozen=True)
class NextAct:
    """A card; `urgent` when the porteur is waited for."""

    title: str
    text: str
    button: str
    url: str
    urgent: bool = False


def next_act(candidacy: Candidacy, user: Any) -> NextAct | None:
    """What this person reads first; someone who only reads is not told to act."""
    if candidacy.state in OPEN:
        return _quotes(candidacy, acts=user.has_perm("equipment.file_quote", candidacy))
    if candidacy.state in FOLLOWED:
        return _deployment(candidacy, acts=user.has_perm("equipment.follow_accompaniment", candidacy))
    return None


def _quotes(candidacy: Candidacy, *, acts: bool) -> NextAct:
    quotes = quotes_of(candidacy)
    url, title = reverse("equipment:quotes", args=[candidacy.pk]), "Vos devis"
    waited = acts and candidacy.state == State.SELECTED
    if any(quote.state == QuoteState.TO_REPLACE for quote in quotes):
        text = "Un devis ne peut pas être accepté en l’état : lisez ce qui ne convient pas."
        return NextAct("Un devis est à remplacer", text, "Voir ce devis", url, urgent=acts)
    count = sum(1 for quote in quotes if quote.is_counted)
    if count:
        text = "Un devis est envoyé." if count == 1 else f"{count} devis sont envoyés."
        return NextAct(title, text, "Voir les devis", url)
    if waited:
        text = "Votre dossier est retenu : le montant définitif dépend de vos devis, vérifiés avant le vote."
        return NextAct("Envoyez vos devis", text, "Envoyer les devis", url, urgent=True)
    text = "Vous pouvez déjà envoyer vos devis, sans attendre la décision : c’est conseillé."
    return NextAct(title, text if acts else "Aucun devis n’est encore envoyé.", "Voir les devis", url)


def _deployment(candidacy: Candidacy, *, acts: bool) -> NextAct | None:
    found = follow_up_of(candidacy)
    url = reverse("equipment:deployment", args=[candidacy.pk])
    if not found.to_do:
        return NextAct("Déploiement", "Tout est fait de votre côté.", "Voir le déploiement", url)
    text, name = found.to_do[0]
    if acts and candidacy.state == State.NOTIFIED:
        address = reverse(name, args=[candidacy.pk])
        title = "La suite : commandes et livraisons"
        return NextAct(
            title, text, "Ouvrir le déploiement", address if not found.orders else url, urgent=True
        )
    return NextAct("Déploiement", text, "Voir le déploiement", url)
