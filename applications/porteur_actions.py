"""What an agent does for a porteur, on the dossier's page: correcting it, inviting someone for it."""

from typing import Any

from django import forms
from django.utils import timezone

from .actions import DossierAction, register
from .domain import invitations
from .domain.members import Access
from .domain.porteur import CORRECTED, correct_porteur
from .enums import CandidacyState, MembershipRole
from .models import Candidacy, Organisation

PORTEUR = "porteur"
_DEPOSITED = frozenset(CandidacyState) - {CandidacyState.DRAFT}


def _reason(help_text: str) -> forms.CharField:
    return forms.CharField(
        label="Motif", help_text=help_text, widget=forms.Textarea(attrs={"rows": 3}), max_length=3000
    )


class CorrectionForm(forms.ModelForm):
    """The porteur as it stands, to be corrected."""

    reason = _reason("Les personnes du porteur liront ce motif.")

    class Meta:
        model = Organisation
        fields = list(CORRECTED)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "email", "representative_name", "representative_title"):
            self.fields[name].required = True


class InvitationForm(forms.Form):
    """Whom to invite to manage the dossiers of a porteur."""

    email = forms.EmailField(
        label="Adresse électronique", help_text="L’adresse professionnelle de la personne."
    )
    reason = _reason("Par exemple : la personne qui gérait le dossier a quitté la commune.")


def _correct(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    reason = values["reason"]
    changed = correct_porteur(candidacy, {name: values[name] for name in CORRECTED}, reason=reason, by=by)
    return "Le porteur est corrigé et prévenu." if changed else "Rien n’a changé."


def _invite(candidacy: Candidacy, values: dict[str, Any], by: Any) -> str:
    invitations.invite(
        candidacy.organisation,
        email=values["email"],
        access=Access(MembershipRole.MANAGER),
        by=by,
        at=timezone.now(),
        reason=values["reason"],
    )
    return f"L’invitation part à {values['email']}."


def _as_it_stands(candidacy: Candidacy) -> dict[str, Any]:
    return {name: getattr(candidacy.organisation, name) for name in CORRECTED}


register(
    DossierAction(
        "corriger-porteur",
        "Corriger le porteur",
        "applications.correct_porteur",
        _DEPOSITED,
        _correct,
        form=CorrectionForm,
        help="À la demande du porteur, quand il ne peut plus le faire lui-même. Le SIREN, le SIRET et le RNA ne "
        "changent pas : un autre numéro est un autre porteur.",
        initial=_as_it_stands,
        replaces=True,
        beside=PORTEUR,
    )
)
register(
    DossierAction(
        "inviter-pour-le-porteur",
        "Inviter une personne pour le porteur",
        "applications.invite_for_porteur",
        _DEPOSITED,
        _invite,
        form=InvitationForm,
        help="Elle pourra tout modifier et gérer les personnes. Vérifiez d’abord qu’elle agit bien pour le porteur.",
        beside=PORTEUR,
    )
)
