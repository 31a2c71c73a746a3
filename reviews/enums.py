from django.db import models


class Funder(models.TextChoices):
    DEPARTMENT = "departement", "Département de l’Isère"
    TNE = "tne", "Dispositif TNE"


class Outcome(models.TextChoices):
    SELECTED = "selected", "Retenu"
    WAITING_LIST = "waiting_list", "Liste d’attente"
    REJECTED = "rejected", "Non retenu"


class Fact(models.TextChoices):
    """A point of conformity that the automatic checks of a dossier decide."""

    ELIGIBILITY = "eligibilite", "Éligibilité du porteur et des établissements"
    IDENTITY = "identite", "Identité du porteur"
    FIGURES = "effectifs", "Effectifs et état du parc"
    PROJECT = "projet", "Projet pédagogique"
    TRAINING = "formation", "Formation"
    FAMILIES = "parentalite", "Parentalité"
    ENT = "ent", "Espace numérique de travail"
    RATES = "debits", "Classes et débits"
    AMOUNTS = "montants", "Montants et plafonds"
    PIECES = "pieces", "Pièces demandées"


class CheckResult(models.TextChoices):
    PASSED = "rempli", "Rempli"
    FAILED = "non_rempli", "Non rempli"
    NOT_APPLICABLE = "sans_objet", "Sans objet"


class FoundBy(models.TextChoices):
    FACT = "fait", "Contrôle automatique"
    AGENT = "agent", "Agent"


class SessionKind(models.TextChoices):
    TECHNICAL = "technique", "Commission technique"
    ARBITRATION = "arbitrage", "Commission d’arbitrage"


class AttendanceRole(models.TextChoices):
    CHAIR = "chair", "Présidence"
    MEMBER = "member", "Membre"
    SECRETARY = "secretary", "Secrétariat"
    GUEST = "guest", "Personne invitée"


# Who counts for the quorum.
VOTING = (AttendanceRole.CHAIR, AttendanceRole.MEMBER)


class Presence(models.TextChoices):
    EXPECTED = "expected", "Attendu"
    PRESENT = "present", "Présent"
    EXCUSED = "excused", "Excusé"
    ABSENT = "absent", "Absent"


class Stance(models.TextChoices):
    FAVOURABLE = "favorable", "Favorable"
    RESERVE = "reserve", "Favorable avec réserve"
    UNFAVOURABLE = "defavorable", "Défavorable"


# Never given without a comment.
COMMENTED = (Stance.RESERVE, Stance.UNFAVOURABLE)
