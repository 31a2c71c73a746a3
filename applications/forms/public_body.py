"""The page about a commune or an EPCI: who signs and is paid."""

from typing import ClassVar

from django import forms

from tne38.core import identifiers

from ..models import Organisation
from .porteur import PorteurPage


class PublicBodyPage(PorteurPage):
    """Porteur: the commune or the EPCI, represented by its maire or its président. It has no RNA and no CER."""

    optional = frozenset({"siret", "address", "postal_code", "city", "phone"})

    class Meta:
        model = Organisation
        fields = [
            "name",
            "siren",
            "siret",
            "address",
            "postal_code",
            "city",
            "email",
            "phone",
            "representative_name",
            "representative_title",
        ]
        labels = {"address": "Adresse de la mairie ou du siège"}
        help_texts = {
            "siren": "9 chiffres. L’annuaire l’a rempli : vérifiez-le.",
            "siret": "14 chiffres : le SIREN suivi de 5 chiffres.",
            "email": "Celle de la collectivité : les courriers du dossier y sont envoyés.",
            "representative_name": "La personne qui signera la convention.",
            "representative_title": "Par exemple maire, présidente, président.",
        }

    spaced = ("siren", "siret")
    helps_on_paper: ClassVar[dict[str, str]] = {"siren": "9 chiffres."}

    def clean_siren(self) -> str:
        siren = identifiers.compact(self.cleaned_data["siren"])
        if siren and not identifiers.is_siren(siren):
            raise forms.ValidationError("Ce SIREN n’est pas valable : vérifiez les 9 chiffres.")
        self._refuse_taken(siren=siren)
        return siren

    def clean_siret(self) -> str:
        siret = identifiers.compact(self.cleaned_data["siret"])
        if siret and not identifiers.is_siret(siret):
            raise forms.ValidationError("Ce SIRET n’est pas valable : vérifiez les 14 chiffres.")
        known = "" if "siren" in self.fields else self.subject().siren
        siren = self.cleaned_data.get("siren", known)
        if siret and siren and not siret.startswith(siren):
            raise forms.ValidationError(
                "Un SIRET commence par le SIREN de la collectivité : l’un des deux est faux."
            )
        self._refuse_taken(siret=siret)
        return siret

    def _refuse_taken(self, **number: str) -> None:
        """Two porteurs never share a number."""
        mine = self.subject()
        others = Organisation.objects.filter(kind=mine.kind, **number).exclude(pk=mine.pk)
        if all(number.values()) and others.exists():
            raise forms.ValidationError(
                "Un autre porteur est déjà enregistré avec ce numéro : vérifiez-le, "
                f"ou écrivez à {self.candidacy.call.contact_email}."
            )
