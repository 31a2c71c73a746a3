"""The page about the porteur: who signs and is paid."""

from typing import Any

from django import forms
from django.utils import timezone

from tne38.core import identifiers

from ..domain.deadline import at_midnight
from ..models import Candidacy, Organisation, SchoolProject
from .porteur import PorteurPage
from .public_body import PublicBodyPage

CER_TEXT = (
    "L’association souscrit le contrat d’engagement républicain : elle en respecte les principes de liberté, "
    "d’égalité, de fraternité et de dignité de la personne humaine, ne remet pas en cause le caractère laïque "
    "de la République et s’abstient de toute action portant atteinte à l’ordre public."
)


class OrganisationPage(PorteurPage):
    """Porteur: the organisme de gestion of the collège, identified and represented."""

    optional = frozenset({"address", "postal_code", "city", "phone"})
    spaced = ("siret", "rna")
    stored_as = {"cer_accepted": "cer_accepted_at"}

    cer_accepted = forms.BooleanField(
        label="L’organisme souscrit le contrat d’engagement républicain",
        help_text=f"Loi n° 2000-321 du 12 avril 2000, article 10-1. {CER_TEXT}",
    )

    class Meta:
        model = Organisation
        fields = [
            "name",
            "siret",
            "rna",
            "address",
            "postal_code",
            "city",
            "email",
            "phone",
            "representative_name",
            "representative_title",
        ]
        help_texts = {
            "siret": "14 chiffres, sur l’avis de situation au répertoire Sirene.",
            "rna": "W suivi de 9 chiffres, sur le récépissé de déclaration de l’association.",
            "representative_name": "La personne qui signera la convention.",
            "representative_title": "Par exemple présidente, président.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["cer_accepted"] = self.subject().cer_accepted_at is not None

    def clean_siret(self) -> str:
        siret = identifiers.compact(self.cleaned_data["siret"])
        if not siret:
            return ""
        if len(siret) != 14 or not siret.isdigit():
            raise forms.ValidationError("Écrivez les 14 chiffres du SIRET, par exemple 123 456 789 00012.")
        if not identifiers.is_siret(siret):
            raise forms.ValidationError(
                "Ce SIRET n’est pas valable : un chiffre est sans doute mal recopié. "
                "Vous le trouverez sur l’avis de situation de l’association au répertoire Sirene."
            )
        self._refuse_taken(siret)
        return siret

    def _refuse_taken(self, siret: str) -> None:
        """An organisation belongs to its members: nobody enters it by knowing its number."""
        mine = self.subject()
        if Organisation.objects.filter(kind=mine.kind, siret=siret).exclude(pk=mine.pk).exists():
            if self.candidacy.is_paper_draft:
                raise forms.ValidationError(
                    "Un autre organisme est enregistré avec ce SIRET. Si c’est le bon, supprimez ce brouillon et "
                    "recommencez la saisie avec ce SIRET."
                )
            raise forms.ValidationError(
                "Un organisme est déjà enregistré avec ce SIRET. Demandez à l’un de ses membres de vous inviter, "
                f"ou écrivez à {self.candidacy.call.contact_email}."
            )

    def clean_rna(self) -> str:
        rna = identifiers.compact(self.cleaned_data["rna"])
        if rna and not identifiers.is_rna(rna):
            raise forms.ValidationError(
                "Un numéro RNA s’écrit W suivi de 9 chiffres, par exemple W381234567."
            )
        return rna

    def clean_cer_accepted(self) -> Any:
        """The moment of the subscription: kept when it was already there; on paper, the day of the postmark."""
        if not self.cleaned_data["cer_accepted"]:
            return None
        posted = self.candidacy.postmark_on if self.candidacy.is_paper_draft else None
        return self.subject().cer_accepted_at or (at_midnight(posted) if posted else timezone.now())

    def told(self, stored: str, value: Any) -> str:
        if stored == "cer_accepted_at":
            return f"Oui, le {timezone.localtime(value):%d/%m/%Y}" if value else ""
        return super().told(stored, value)


def porteur_page(
    candidacy: Candidacy, project: SchoolProject, data: Any = None
) -> OrganisationPage | PublicBodyPage:
    """The page of the porteur, by its nature."""
    page = OrganisationPage if candidacy.organisation.is_private else PublicBodyPage
    return page(candidacy, project, data)
