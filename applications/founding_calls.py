"""The two founding calls, as their texts say. Every value here is a setting that the Département edits.

Sources: « AMI Collèges Privés Sous Contrat » and « Guide pas à pas à destination des écoles et des communes
de l'Isère ». What neither text gives is marked « to be fixed ».
"""

from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from .domain.calls import CallText, EntValue, PieceValue
from .enums import Audience, CapBasis, PriceBasis

PARIS = ZoneInfo("Europe/Paris")

COLLEGES = "colleges-prives-2025"
PRIMARY = "accessibilite-1er-degre-2025"

# The AMI: « l'accès à l'application Ecole Directe remplit cette obligation mais n'ouvre pas droit à
# subvention ». No official list of ENT conforming to the SDET exists: the others are shipped as a start.
ENT_PRODUCTS = [
    EntValue("École Directe", subsidised=False),
    EntValue("ONE"),
    EntValue("NEO"),
    EntValue("Skolengo"),
    EntValue("Beneylu School"),
    EntValue("Edumoov"),
]

# Plausible entries, to be edited with Réseau Canopé and the Ligue de l'enseignement.
TRAINING = [
    "Prise en main des équipements numériques de la classe",
    "Accessibilité numérique et élèves à besoins éducatifs particuliers",
    "Ressources numériques et pratiques pédagogiques différenciées",
    "Créer et produire avec le numérique (webradio, webTV)",
    "Éducation aux médias et à l’information",
    "Usages de l’espace numérique de travail",
    "Évaluer et accompagner avec le numérique",
    "Protection des données et citoyenneté numérique",
]
FAMILY_ACTIONS = [
    "Café des parents sur les usages du numérique à la maison",
    "Atelier de prise en main de l’espace numérique de travail",
    "Conférence-débat sur les écrans et les réseaux sociaux",
    "Accompagnement individuel des familles éloignées du numérique",
    "Soirée jeux vidéo en famille",
    "Prévention du cyberharcèlement avec les élèves et les parents",
]

# Neither text makes a piece compulsory. The guide: « il est conseillé d’envoyer les devis le plus tôt possible ».
_QUOTES = PieceValue(
    "Devis",
    "Un devis par fournisseur, pour les équipements et les ressources demandés. Si vous l’avez déjà : il est "
    "conseillé de l’envoyer tôt, et nécessaire avant le vote de la subvention.",
)
_RATES = PieceValue(
    "Attestation ou mesure de débit",
    "Une attestation du fournisseur d’accès, ou la copie d’écran d’un test de débit fait dans les classes.",
    of_school=True,
)
_COLLEGES_PIECES = [
    _QUOTES,
    _RATES,
    PieceValue(
        "Statuts de l’OGEC",
        "Les statuts en vigueur de l’organisme de gestion, ou leur dernier récépissé de dépôt.",
    ),
    PieceValue(
        "Accord du propriétaire des locaux",
        "Si des équipements sont fixés aux murs et que l’organisme de gestion n’est pas propriétaire.",
    ),
]
_PRIMARY_PIECES = [
    _QUOTES,
    _RATES,
    PieceValue(
        "Délibération",
        "La délibération du conseil municipal ou communautaire qui approuve la demande, si elle est prise.",
    ),
    PieceValue(
        "Avis du conseil d’école",
        "Le procès-verbal ou l’extrait qui parle du projet.",
        of_school=True,
    ),
]

_COMMON: dict[str, Any] = {
    "year": 2025,
    # The guide: « une version papier » may be asked for at this address.
    "contact_email": "contact.tne38@isere.fr",
    "tne_share": Decimal("0.5"),
    # Both texts: « un débit minimum de 20 Mb/s » for each class of the project.
    "minimum_bandwidth": Decimal("20"),
    "ent_minimum_years": 3,
    "ent_subsidised_years": 3,
}

# The words of the AMI.
_COLLEGES_PREREQUISITES = (
    "Un abonnement à un Environnement Numérique de Travail multisupport pour trois ans, conforme au Schéma "
    "Directeur des Environnements Numériques de Travail (SDET) est obligatoire et il est subventionnable. "
    "Cependant, l’accès à l’application Ecole Directe remplit cette obligation mais n’ouvre pas droit à "
    "subvention.\n\n"
    "Chaque classe concernée par le projet d’équipement devra bénéficier d’un accès Internet d’un débit "
    "minimum de 20 Mb/s nécessaire aux usages pédagogiques connectés."
)
# The words of the guide.
_PRIMARY_PREREQUISITES = (
    "Chaque classe concernée par le projet d’équipement devra bénéficier d’un accès Internet d’un débit "
    "minimum de 20 Mb/s nécessaire aux usages pédagogiques connectés."
)

_COLLEGES_SETTINGS: dict[str, Any] = _COMMON | {
    "title": "Territoires numériques éducatifs – Collèges privés sous contrat",
    "audience": Audience.COLLEGE,
    "summary": (
        "Le programme d’actions concertées (PAC) accompagne les collèges privés sous contrat de l’Isère "
        "sur quatre piliers déployés ensemble : équipement, ressources, formation des enseignants avec "
        "Réseau Canopé, parentalité numérique avec la Ligue de l’enseignement."
    ),
    # The AMI gives no opening date: the day the 1er degré call was published, to be fixed.
    "opens_at": datetime(2024, 12, 13, tzinfo=PARIS),
    # « Date limite de dépôt des candidatures : 31/03/2025 »: the whole day counts.
    "closes_at": datetime(2025, 3, 31, 23, 59, 59, tzinfo=PARIS),
    "validation_period": "mai 2025",
    "notification_period": "juin 2025",
    # « subventionnés à hauteur de 50 % par le Département et de 50 % par le dispositif TNE ».
    "subsidy_rate": Decimal("1"),
    # An OGEC rarely recovers VAT; one that does writes its prices HT, and the caps, which are TTC, are brought to HT.
    "price_basis": PriceBasis.TTC,
    "cap_basis": CapBasis.TTC,
    "automatic_criteria": True,
    # The AMI does not say how many criteria make a school « prioritaire »: to be fixed.
    "minimum_criteria": 2,
    "priority_threshold": Decimal("60000.00"),
    "standard_threshold": Decimal("35000.00"),
    "maximum_divisions": 15,
    "maximum_pupils": 450,
    # Nor what a « faible taux d'équipement » is: to be fixed.
    "low_equipment_rate": Decimal("0.5"),
    # The order of the three criteria in the AMI; the points themselves are to be fixed.
    "points_isolated": 3,
    "points_size": 2,
    "points_low_equipment": 1,
    "prerequisites": _COLLEGES_PREREQUISITES,
    "requires_socle": True,
}

_PRIMARY_SETTINGS: dict[str, Any] = _COMMON | {
    "title": "Territoires numériques éducatifs – PAC Accessibilité des apprentissages (1er degré)",
    "audience": Audience.PRIMARY,
    "summary": (
        "Le programme d’actions concertées (PAC) «\u00a0Accessibilité des apprentissages\u00a0» s’adresse aux communes "
        "et aux EPCI de l’Isère, pour leurs écoles maternelles, élémentaires et primaires, publiques et "
        "privées sous contrat. L’équipement est facultatif ; les trois autres piliers ne le sont pas."
    ),
    # « publié du 13 décembre 2024 au 21 février 2025 ».
    "opens_at": datetime(2024, 12, 13, tzinfo=PARIS),
    "closes_at": datetime(2025, 2, 21, 23, 59, 59, tzinfo=PARIS),
    "validation_period": "printemps 2025",
    # To be fixed by the « document cadre de l'AMI », like the criteria, which are judged and not automatic.
    "subsidy_rate": Decimal("0.7"),
    # Communes and EPCI recover VAT through the FCTVA. The caps, indicative, count as written beside a HT price.
    "price_basis": PriceBasis.HT,
    "cap_basis": CapBasis.AS_WRITTEN,
    "automatic_criteria": False,
    "prerequisites": _PRIMARY_PREREQUISITES,
    "requires_socle": False,
}

COLLEGES_TEXT = CallText(
    slug=COLLEGES,
    settings=_COLLEGES_SETTINGS,
    training=TRAINING,
    family_actions=FAMILY_ACTIONS,
    pieces=_COLLEGES_PIECES,
    ent_products=ENT_PRODUCTS,
    documents=[
        ("Présentation du programme TNE en Isère", "https://tne38.web.ac-grenoble.fr/presentation-tne-isere"),
    ],
)
PRIMARY_TEXT = CallText(
    slug=PRIMARY,
    settings=_PRIMARY_SETTINGS,
    training=TRAINING,
    family_actions=FAMILY_ACTIONS,
    pieces=_PRIMARY_PIECES,
    ent_products=ENT_PRODUCTS,
    documents=[
        ("Présentation du programme TNE en Isère", "https://tne38.web.ac-grenoble.fr/presentation-tne-isere"),
        (
            "AMI PAC Accessibilité des apprentissages : document cadre, cahier des charges, formulaire",
            "https://tne38.web.ac-grenoble.fr/actualites/ami-pac-accessibilite-des-apprentissages-1er-degre",
        ),
    ],
)
