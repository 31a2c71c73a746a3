"""The page about the owner of the premises, for those whose porteur is not the owner."""

from typing import Any

from django import forms

from tne38.core import identifiers

from ..models import SchoolProject
from ..models.premises import PremisesOwner
from .answers import Answer
from .fields import take_spaces
from .page import AnswerPage

OWNER_FIELDS = [field.name for field in PremisesOwner._meta.fields]


class OwnerPage(AnswerPage):
    """Propriétaire des locaux: nothing of it is asked for, all of it once it is begun."""

    optional = frozenset(OWNER_FIELDS)

    class Meta:
        model = SchoolProject
        fields = OWNER_FIELDS
        help_texts = {
            "owner_name": "Par exemple une société civile immobilière (SCI) ou une association diocésaine.",
            "owner_siret": "14 chiffres, sur l’avis de situation au répertoire Sirene.",
            "owner_representative_name": "La personne qui signera la convention pour le propriétaire.",
            "owner_representative_title": "Par exemple gérante, président.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        take_spaces(self.fields["owner_siret"])

    def answers(self) -> list[Answer]:
        """Nothing of it in a dossier that names no owner: one line says so."""
        if not self.project.has_owner:
            return [Answer("Propriétaire", "Le porteur lui-même, ou une personne non précisée")]
        return super().answers()

    def clean_owner_siret(self) -> str:
        siret = identifiers.compact(self.cleaned_data["owner_siret"])
        if siret and not identifiers.is_siret(siret):
            raise forms.ValidationError(
                "Ce SIRET n’est pas valable : écrivez les 14 chiffres de l’avis de situation du propriétaire."
            )
        return siret
