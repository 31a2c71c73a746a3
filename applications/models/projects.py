"""What a dossier says of one school: its figures, its project and the four pillars."""

from typing import Any

from django.db import models
from django.db.models import Q

from tne38.core.money_fields import MoneyField

from .calls import Call
from .candidacies import Candidacy
from .directory import School
from .premises import PremisesOwner


class SchoolProject(PremisesOwner):
    """The project of one school inside a dossier. Labels and helps here are those of every form and document."""

    candidacy = models.ForeignKey(
        Candidacy, verbose_name="dossier", on_delete=models.CASCADE, related_name="projects"
    )
    # Copied from the dossier so that the database itself refuses a school deposited twice for a call.
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="+", editable=False)
    filed = models.BooleanField(default=False, editable=False)
    school = models.ForeignKey(
        School, verbose_name="établissement", on_delete=models.PROTECT, related_name="projects"
    )
    position = models.PositiveIntegerField(default=0, editable=False)

    contact_name = models.CharField("prénom et nom du chef d’établissement", max_length=150, blank=True)
    contact_email = models.EmailField(
        "adresse électronique de l’établissement",
        blank=True,
        help_text="L’accusé de réception lui est aussi envoyé.",
    )
    divisions = models.PositiveIntegerField(
        "nombre de divisions",
        null=True,
        blank=True,
        help_text="Une division est une classe de l’établissement, tous niveaux confondus.",
    )
    pupils = models.PositiveIntegerField("nombre d’élèves", null=True, blank=True)
    linked_to_lycee = models.BooleanField("établissement relié à un lycée", null=True, blank=True)
    linked_lycee = models.CharField("nom du lycée", max_length=200, blank=True)

    working_projectors = models.PositiveIntegerField(
        "ensembles de vidéoprojection en bon état", null=True, blank=True
    )
    working_mobile_labs = models.PositiveIntegerField("classes mobiles en bon état", null=True, blank=True)
    park_comment = models.TextField("précisions sur l’état du parc", blank=True, max_length=3000)

    description = models.TextField("descriptif du projet pédagogique", blank=True, max_length=10000)
    socle_domains = models.JSONField("domaines du socle commun", default=list, blank=True)
    training = models.JSONField("thèmes de formation", default=list, blank=True)
    family_actions = models.JSONField("actions de parentalité", default=list, blank=True)

    ent_name = models.CharField("espace numérique de travail (ENT)", max_length=100, blank=True)
    ent_years = models.PositiveIntegerField("durée de l’abonnement (ans)", null=True, blank=True)
    ent_annual_cost = MoneyField("coût annuel de l’abonnement", null=True, blank=True)

    class Meta:
        verbose_name = "projet d’établissement"
        verbose_name_plural = "projets d’établissement"
        ordering = ["candidacy", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidacy", "school"],
                name="school_once_per_dossier",
                violation_error_message="Cet établissement est déjà dans le dossier.",
            ),
            models.UniqueConstraint(
                fields=["call", "school"],
                condition=Q(filed=True),
                name="school_filed_once_per_call",
                violation_error_message="Cet établissement figure déjà dans un dossier déposé pour cet appel.",
            ),
            models.CheckConstraint(
                condition=Q(divisions__isnull=True) | Q(divisions__gte=1),
                name="project_has_divisions",
                violation_error_message="Un établissement a au moins une division.",
            ),
            models.CheckConstraint(
                condition=Q(ent_annual_cost__isnull=True) | Q(ent_annual_cost__gte=0),
                name="ent_cost_is_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return str(self.school)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.call_id = self.candidacy.call_id
        super().save(*args, **kwargs)


class ConnectedClass(models.Model):
    """A class concerned by the equipment, with the rate measured in it."""

    project = models.ForeignKey(SchoolProject, on_delete=models.CASCADE, related_name="classes")
    name = models.CharField("classe", max_length=60)
    mbps = models.DecimalField("débit mesuré (Mb/s)", max_digits=8, decimal_places=2)
    position = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = "classe concernée"
        verbose_name_plural = "classes concernées"
        ordering = ["project", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(mbps__gte=0),
                name="class_rate_is_not_negative",
                violation_error_message="Un débit ne peut pas être négatif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.mbps} Mb/s)"
