"""The columns of the spreadsheet, once: the model, the export, the reading and the errors all follow them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from applications.enums import Audience


class Kind(StrEnum):
    """What a cell holds."""

    TEXT = "texte"
    CODE = "identifiant"
    CHOICE = "choix"
    WHOLE = "nombre entier"
    RATE = "débit"
    AMOUNT = "montant en euros"
    DAY = "date"
    YES_NO = "oui ou non"


@dataclass(frozen=True)
class Column:
    """One column: its stable name, its title in the model, the field of the dossier file that it fills.

    `repeated` columns (formation_1, formation_2…) make one list, one item a cell. `digits` is the length of an
    identifier whose leading zeros a spreadsheet drops. `only` keeps the column to the model of one audience.
    """

    name: str
    label: str
    path: str
    kind: Kind = Kind.TEXT
    help: str = ""
    repeated: int = 0
    digits: int = 0
    width: int = 18
    only: Audience | None = None

    def names(self, count: int = 0) -> Iterator[tuple[str, str]]:
        """(name, label) of each column in the sheet; a repeated one takes `count` of them, or its usual number."""
        if not self.repeated:
            yield self.name, self.label
        for rank in range(1, (max(count, self.repeated) if self.repeated else 0) + 1):
            yield f"{self.name}_{rank}", f"{self.label} {rank}"


@dataclass(frozen=True)
class Sheet:
    """One sheet: a row for each dossier, school, class or line of equipment.

    `keys` are the first columns, which tie the row to its dossier and its school. `exported` are the names of
    columns that an export adds for reading: an import passes over them.
    """

    name: str
    keys: tuple[Column, ...]
    columns: tuple[Column, ...]
    exported: frozenset[str] = field(default_factory=frozenset)

    @property
    def all_columns(self) -> tuple[Column, ...]:
        return (*self.keys, *self.columns)


REFERENCE = Column(
    "reference",
    "Référence du dossier",
    "reference",
    help="Votre propre clé, unique dans l’appel ; elle relie les feuilles entre elles.",
    width=16,
)
UAI = Column(
    "uai", "UAI de l’établissement", "uai", Kind.CODE, "7 chiffres et une lettre.", digits=8, width=14
)

_COLLEGE, _PRIMARY = Audience.COLLEGE, Audience.PRIMARY
DOSSIERS = Sheet(
    "Dossiers",
    (REFERENCE,),
    (
        Column("origine", "Origine", "origine", Kind.CHOICE, "papier, ou en_ligne dans un export.", width=11),
        Column(
            "cachet_poste", "Cachet de la poste", "cachet_poste", Kind.DAY, "Il décide du délai.", width=13
        ),
        Column("recu_le", "Reçu le", "recu_le", Kind.DAY, width=13),
        Column(
            "porteur_nature", "Nature du porteur", "porteur.nature", Kind.CHOICE, "commune, epci ou ogec."
        ),
        Column("porteur_nom", "Nom du porteur", "porteur.nom", width=34),
        Column("porteur_siren", "SIREN", "porteur.siren", Kind.CODE, digits=9, width=13, only=_PRIMARY),
        Column("porteur_siret", "SIRET", "porteur.siret", Kind.CODE, "14 chiffres.", digits=14, width=18),
        Column("porteur_rna", "RNA", "porteur.rna", Kind.CODE, "W et 9 chiffres.", width=14, only=_COLLEGE),
        Column(
            "porteur_insee",
            "Code INSEE de la commune",
            "porteur.insee",
            Kind.CODE,
            "Pour une commune : ce n’est pas le code postal.",
            digits=5,
            width=14,
            only=_PRIMARY,
        ),
        Column("porteur_courriel", "Adresse électronique", "porteur.courriel", width=30),
        Column("representant_nom", "Représentant légal", "porteur.representant.nom", width=26),
        Column("representant_qualite", "Qualité du représentant", "porteur.representant.qualite", width=20),
        Column(
            "contrat_engagement_republicain",
            "Contrat d’engagement républicain",
            "porteur.contrat_engagement_republicain",
            Kind.YES_NO,
            "oui s’il est signé ; pour un OGEC.",
            only=_COLLEGE,
        ),
    ),
    frozenset(
        [
            "numero",
            "etat",
            "depose_le",
            "etablissements",
            "uai",
            "etablissement_noms",
            "divisions",
            "eleves",
            "depense_demandee",
            "depense_eligible",
            "taux",
            "montant_demande",
            "montant_eligible",
            "base_des_montants",
        ]
    ),
)
SCHOOLS = Sheet(
    "Établissements",
    (REFERENCE, UAI),
    (
        Column(
            "relie_a_un_lycee", "Relié à un lycée", "relie_a_un_lycee", Kind.YES_NO, width=11, only=_COLLEGE
        ),
        Column("divisions", "Divisions", "divisions", Kind.WHOLE, "Nombre de classes.", width=11),
        Column("eleves", "Élèves", "eleves", Kind.WHOLE, width=11),
        Column(
            "videoprojections_en_bon_etat",
            "Vidéoprojections en bon état",
            "videoprojections_en_bon_etat",
            Kind.WHOLE,
            only=_COLLEGE,
        ),
        Column(
            "classes_mobiles_en_bon_etat",
            "Classes mobiles en bon état",
            "classes_mobiles_en_bon_etat",
            Kind.WHOLE,
            only=_COLLEGE,
        ),
        Column(
            "ent_produit",
            "ENT : produit",
            "ent.produit",
            Kind.CHOICE,
            "Un autre nom est accepté, puis vérifié.",
            width=20,
        ),
        Column("ent_duree_ans", "ENT : durée (ans)", "ent.duree_ans", Kind.WHOLE, width=11),
        Column("ent_cout_annuel", "ENT : coût annuel", "ent.cout_annuel", Kind.AMOUNT, width=14),
        Column("descriptif", "Descriptif du projet", "descriptif", width=50),
        Column(
            "domaine_socle",
            "Domaine du socle",
            "domaines_socle",
            Kind.WHOLE,
            "Un nombre de 1 à 5 par cellule.",
            repeated=5,
            width=11,
            only=_COLLEGE,
        ),
        Column(
            "formation",
            "Formation",
            "formations",
            Kind.CHOICE,
            "Un thème par cellule.",
            repeated=4,
            width=26,
        ),
        Column(
            "parentalite",
            "Parentalité",
            "parentalite",
            Kind.CHOICE,
            "Une action par cellule.",
            repeated=4,
            width=26,
        ),
    ),
    frozenset({"numero", "etablissement"}),
)
CLASSES = Sheet(
    "Classes",
    (REFERENCE, UAI),
    (
        Column("classe_nom", "Classe", "nom", help="Une ligne par classe concernée.", width=16),
        Column("debit_mbps", "Débit mesuré (Mb/s)", "debit_mbps", Kind.RATE, width=14),
    ),
    frozenset({"numero", "etablissement"}),
)
EQUIPMENT = Sheet(
    "Équipements",
    (REFERENCE, UAI),
    (
        Column("article", "Article", "article", Kind.CHOICE, "Code du catalogue de l’appel.", width=28),
        Column("quantite", "Quantité", "quantite", Kind.WHOLE, width=11),
        Column("prix_unitaire", "Prix unitaire", "prix_unitaire", Kind.AMOUNT, width=14),
    ),
    frozenset(
        [
            "numero",
            "etablissement",
            "libelle",
            "base_des_montants",
            "prix_du_dossier",
            "plafond_unitaire",
            "depense_demandee",
            "depense_eligible",
        ]
    ),
)
SHEETS = (DOSSIERS, SCHOOLS, CLASSES, EQUIPMENT)
# The flat form of a CSV file: every column, in one table (docs/commandes.md).
FLAT = Sheet(
    "Fichier CSV",
    (REFERENCE,),
    (*DOSSIERS.columns, UAI, *SCHOOLS.columns, *CLASSES.columns, *EQUIPMENT.columns),
)

README, LISTS, ERRORS = "Lisez-moi", "Listes", "Erreurs"
EXAMPLE = "EXEMPLE"


def is_example(reference: str) -> bool:
    """Whether a row is one of the model's fictitious examples, which an import passes over."""
    return reference.strip().upper().startswith(EXAMPLE)
