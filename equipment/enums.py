"""The closed lists of the equipment. Values are stable codes, labels are what people read."""

from django.db import models


class QuoteState(models.TextChoices):
    FILED = "filed", "à vérifier"
    ACCEPTED = "accepted", "accepté"
    TO_REPLACE = "to_replace", "à remplacer"
    REPLACED = "replaced", "remplacé"
    WITHDRAWN = "withdrawn", "retiré"


class Accompaniment(models.TextChoices):
    """The two pillars that are not bought, with who carries them out."""

    TRAINING = "formation", "Formation (Réseau Canopé)"
    FAMILY = "parentalite", "Parentalité (Ligue de l’enseignement)"
