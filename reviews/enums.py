from django.db import models


class Funder(models.TextChoices):
    DEPARTMENT = "departement", "Département de l’Isère"
    TNE = "tne", "Dispositif TNE"


class Outcome(models.TextChoices):
    SELECTED = "selected", "Retenu"
    WAITING_LIST = "waiting_list", "Liste d’attente"
    REJECTED = "rejected", "Non retenu"
