"""The closed lists of the applicants' side. Values are stable codes, labels are what people read."""

from django.db import models


class Audience(models.TextChoices):
    COLLEGE = "college", "Collèges privés sous contrat"
    PRIMARY = "premier_degre", "Écoles du 1er degré"


class SchoolKind(models.TextChoices):
    MATERNELLE = "maternelle", "École maternelle"
    ELEMENTAIRE = "elementaire", "École élémentaire"
    PRIMAIRE = "primaire", "École primaire"
    COLLEGE = "college", "Collège"
    LYCEE = "lycee", "Lycée"


PRIMARY_KINDS = [SchoolKind.MATERNELLE, SchoolKind.ELEMENTAIRE, SchoolKind.PRIMAIRE]


class Sector(models.TextChoices):
    PUBLIC = "public", "Public"
    PRIVATE_UNDER_CONTRACT = "prive_sous_contrat", "Privé sous contrat"
    PRIVATE_WITHOUT_CONTRACT = "prive_hors_contrat", "Privé hors contrat"


class OrganisationKind(models.TextChoices):
    COMMUNE = "commune", "Commune"
    EPCI = "epci", "EPCI"
    OGEC = "ogec", "Organisme de gestion (OGEC)"


class MembershipRole(models.TextChoices):
    MANAGER = "gestion", "Peut tout modifier"
    SCHOOL = "ecole", "Peut modifier le projet d’un établissement"
    READER = "lecture", "Peut lire"


class InvitationState(models.TextChoices):
    PENDING = "pending", "en attente"
    EXPIRED = "expired", "expirée"
    CANCELLED = "cancelled", "annulée"
    ACCEPTED = "accepted", "acceptée"


class Origin(models.TextChoices):
    ONLINE = "en_ligne", "En ligne"
    PAPER = "papier", "Papier"


class AttachmentSource(models.TextChoices):
    """How a piece came into the dossier."""

    FORM = "formulaire", "Autre pièce"
    SCAN = "scan", "Formulaire papier numérisé"
    ANSWER = "reponse", "Pièce envoyée en réponse"
    QUOTE = "devis", "Devis"
    DELIVERY = "livraison", "Justificatif de livraison"


class FundingState(models.TextChoices):
    REQUESTED = "demandee", "Demandée"
    OBTAINED = "obtenue", "Obtenue"


class PriceBasis(models.TextChoices):
    HT = "HT", "hors taxes (HT)"
    TTC = "TTC", "toutes taxes comprises (TTC)"


class CapBasis(models.TextChoices):
    """How the caps of a catalogue are to be read beside the prices of a dossier."""

    HT = "HT", "hors taxes : majorés de la TVA pour un dossier TTC"
    TTC = "TTC", "toutes taxes comprises : ramenés hors taxes pour un dossier HT"
    AS_WRITTEN = "tel_quel", "tels quels, que le dossier soit HT ou TTC"


class SocleDomain(models.IntegerChoices):
    """The five domaines of the socle commun (Code de l'éducation, art. D122-1)."""

    LANGUAGES = 1, "Les langages pour penser et communiquer"
    METHODS = 2, "Les méthodes et outils pour apprendre"
    CITIZEN = 3, "La formation de la personne et du citoyen"
    SYSTEMS = 4, "Les systèmes naturels et les systèmes techniques"
    WORLD = 5, "Les représentations du monde et l’activité humaine"


class CandidacyState(models.TextChoices):
    """Where a dossier is. The label is the agents' wording; the applicants' is in `workflow.py`."""

    DRAFT = "draft", "Brouillon"
    DEPOSITED = "deposited", "Déposé, à instruire"
    IN_REVIEW = "in_review", "En instruction"
    CONFORMING = "conforming", "Conforme"
    NON_CONFORMING = "non_conforming", "Non conforme"
    DECIDED = "decided", "Décidé en séance, à notifier"
    SELECTED = "selected", "Retenu"
    WAITING_LIST = "waiting_list", "Liste d’attente"
    REJECTED = "rejected", "Non retenu"
    QUOTES_ACCEPTED = "quotes_accepted", "Devis conformes"
    VOTED = "voted", "Voté en commission permanente"
    CONTRACTED = "contracted", "Convention signée par le bénéficiaire"
    NOTIFIED = "notified", "Notifié"
    DELIVERED = "delivered", "Matériel reçu"
    CLAIMED = "claimed", "Versement demandé"
    PAID = "paid", "Payé"
    WITHDRAWN = "withdrawn", "Retiré par le porteur"
    LAPSED = "lapsed", "Caduc"


# Selected, and not ended otherwise than by its payment: what was granted is being bought, signed for, paid.
GRANTED = frozenset(
    {
        CandidacyState.SELECTED,
        CandidacyState.QUOTES_ACCEPTED,
        CandidacyState.VOTED,
        CandidacyState.CONTRACTED,
        CandidacyState.NOTIFIED,
        CandidacyState.DELIVERED,
        CandidacyState.CLAIMED,
        CandidacyState.PAID,
    }
)
