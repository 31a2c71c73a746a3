"""What agents do with paper dossiers besides typing them: posting the accusé de réception."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from .actions import DossierAction, register
from .agent_pages import Desk, WorkList, add_desk, add_work_list
from .domain.acknowledgement import POST, awaits_posting, note_posting
from .domain.paper import ENTER
from .enums import CandidacyState
from .models import Candidacy


class PostingForm(forms.Form):
    posted_on = forms.DateField(
        label="Date d’envoi", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


def _posted(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    note_posting(candidacy, posted_on=values["posted_on"], by=by)
    return "L’envoi de l’accusé de réception est noté."


register(
    DossierAction(
        "noter-envoi-accuse",
        "Noter l’envoi de l’accusé de réception",
        POST,
        frozenset(CandidacyState) - {CandidacyState.DRAFT},
        _posted,
        form=PostingForm,
        help="Ce porteur n’a pas d’adresse électronique : imprimez l’accusé de réception, glissez-le dans une enveloppe "
        "à fenêtre, postez-le, puis notez ici la date d’envoi.",
        initial=lambda candidacy: {"posted_on": timezone.localdate()},
        applies=awaits_posting,
    )
)
add_desk(
    Desk(
        "Dossiers papier en cours de saisie",
        "Saisir un formulaire reçu par la poste pour le compte du porteur, ou reprendre une saisie.",
        ENTER,
        "applications:paper",
        lambda user: Candidacy.objects.visible_to(user).paper_drafts().count(),
    )
)
add_work_list(
    WorkList(
        "accuses-a-poster",
        "Accusés de réception à poster",
        "Imprimer la lettre, la poster, puis noter la date d’envoi.",
        POST,
        Q(acknowledgement_by_post=True, acknowledgement_posted_on__isnull=True),
    )
)
