"""The dossier file (docs/commandes.md), as pydantic models: one definition to read, to check, to describe.

What is missing « in substance » (ENT, training…) is optional here: the checks of the dossier say what they
think of it, since a paper dossier may be completed later.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from . import types


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


def _list(value: Any) -> Any:
    return [] if value is None else value


def _accepted(value: Any) -> Any:
    return False if value is None else value


def _kind(value: Any) -> Any:
    if value not in ("commune", "epci", "ogec"):
        message = "Un porteur est une commune, un epci ou un ogec."
        raise PydanticCustomError("porteur_non_eligible", message)
    return value


class Representative(_Part):
    """The legal representative of the porteur."""

    nom: types.PersonName
    qualite: types.PersonTitle


class Porteur(_Part):
    """A commune (insee), an EPCI or an OGEC (siret, rna, contrat d'engagement républicain)."""

    nature: Annotated[Literal["commune", "epci", "ogec"], BeforeValidator(_kind)]
    nom: types.Label
    siren: types.Siren = None
    siret: types.Siret = None
    rna: types.Rna = None
    insee: types.Insee = None
    courriel: types.Email
    representant: Representative
    contrat_engagement_republicain: Annotated[bool, BeforeValidator(_accepted)] = False


class ConnectedClass(_Part):
    """A class concerned by the equipment, with its measured rate."""

    nom: types.ClassName
    debit_mbps: types.Rate


class Ent(_Part):
    """The environnement numérique de travail."""

    produit: types.ShortText = ""
    duree_ans: types.Count | None = None
    cout_annuel: types.Amount | None = None


class Equipment(_Part):
    """One article of the call's catalogue at one unit price."""

    article: types.Key
    quantite: types.Quantity
    prix_unitaire: types.Price


class Project(_Part):
    """The project of one school."""

    uai: types.Uai
    relie_a_un_lycee: bool | None = None
    divisions: types.Quantity | None = None
    eleves: types.Count | None = None
    videoprojections_en_bon_etat: types.Count | None = None
    classes_mobiles_en_bon_etat: types.Count | None = None
    classes: Annotated[list[ConnectedClass], BeforeValidator(_list)] = Field(default_factory=list)
    ent: Ent | None = None
    descriptif: types.Text | None = None
    domaines_socle: Annotated[list[types.Domain], BeforeValidator(_list)] = Field(default_factory=list)
    formations: Annotated[list[types.Label], BeforeValidator(_list)] = Field(default_factory=list)
    parentalite: Annotated[list[types.Label], BeforeValidator(_list)] = Field(default_factory=list)
    equipements: Annotated[list[Equipment], BeforeValidator(_list)] = Field(default_factory=list)


class Dossier(_Part):
    """One dossier. `cachet_poste` and `recu_le` are required when `origine` is « papier »."""

    reference: types.Key
    origine: Literal["en_ligne", "papier"]
    cachet_poste: types.Day | None = None
    recu_le: types.Day | None = None
    porteur: Porteur
    projets: list[Project]


class DossierFile(_Part):
    """The whole file."""

    appel: str
    dossiers: list[Dossier]


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the file."""
    schema = DossierFile.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
