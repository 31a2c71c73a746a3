from django.db import models


class Role(models.TextChoices):
    """What an agent or a member of the commission does. Applicants have no role: they are members of an
    organisation. The values are the names of the groups, and stay stable."""

    INSTRUCTEUR = "instructeur", "Instruction des dossiers"
    GESTIONNAIRE = "gestionnaire", "Gestion et conventions"
    COMMISSION = "commission", "Membre de la commission"
    IEN = "ien", "Inspection (IEN)"
    ADMINISTRATEUR = "administrateur", "Administration du portail"
