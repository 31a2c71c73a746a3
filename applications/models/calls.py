"""A call (AMI) and everything its text says: dates, rates, thresholds, criteria, prerequisites, lists."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from tne38.accounts.rules import sees_every_call, works_for_the_programme
from tne38.core.money_fields import MoneyField
from tne38.core.text import fold

from ..enums import Audience, CapBasis, OrganisationKind, PriceBasis
from ..scopes import opened_to
from ..terms import Terms


class RateField(models.DecimalField):
    """A part of one, exact to four decimals: 0.7000 is 70 %."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.update(max_digits=5, decimal_places=4)
        super().__init__(*args, **kwargs)


class CallQuerySet(models.QuerySet["Call"]):
    def open_at(self, at: datetime) -> "CallQuerySet":
        """The calls that take a deposit at this moment."""
        return self.filter(opens_at__lte=at, closes_at__gte=at)

    def visible_to(self, user: Any) -> "CallQuerySet":
        """The calls whose work this person sees on the agents' side: all, or those opened to them, or none."""
        if sees_every_call(user):
            return self
        return self.filter(opened_to(user)) if works_for_the_programme(user) else self.none()


class Call(models.Model):
    """An appel à manifestation d'intérêt. No rate, date or threshold is written in the code."""

    slug = models.SlugField("identifiant", unique=True)
    title = models.CharField("titre", max_length=200)
    audience = models.CharField("public", max_length=20, choices=Audience)
    year = models.PositiveIntegerField("millésime des numéros de dossier")
    summary = models.TextField("présentation", blank=True)

    opens_at = models.DateTimeField("ouverture")
    closes_at = models.DateTimeField(
        "clôture", help_text="Dernier instant où un dossier peut être déposé, heure de Paris."
    )
    validation_period = models.CharField("validation des candidatures", max_length=60, blank=True)
    notification_period = models.CharField("notification", max_length=60, blank=True)

    contact_email = models.EmailField("adresse de contact")
    rectorat_email = models.EmailField("adresse du Rectorat", blank=True)
    training_email = models.EmailField(
        "adresse de Réseau Canopé", blank=True, help_text="Prévenu à la notification d’une convention."
    )
    families_email = models.EmailField(
        "adresse de la Ligue de l’enseignement",
        blank=True,
        help_text="Prévenue à la notification d’une convention.",
    )
    postal_address = models.TextField("adresse postale de dépôt", blank=True)
    contact_phone = models.CharField("téléphone", max_length=30, blank=True)

    subsidy_rate = RateField("taux de subvention")
    tne_share = RateField("part du dispositif TNE dans la subvention", default=Decimal("0.5"))
    price_basis = models.CharField(
        "prix, sauf réponse du porteur",
        max_length=3,
        choices=PriceBasis,
        help_text="Base des prix d’un porteur qui ne dit rien de la TVA, et des dossiers sur papier ou en fichier. "
        "En général HT pour les communes et les EPCI (FCTVA), TTC pour les associations.",
    )
    asks_vat = models.BooleanField(
        "demander au porteur s’il récupère la TVA",
        default=True,
        help_text="Ses prix sont alors hors taxes s’il la récupère, toutes taxes comprises sinon.",
    )
    cap_basis = models.CharField(
        "plafonds du catalogue", max_length=8, choices=CapBasis, default=CapBasis.AS_WRITTEN
    )

    automatic_criteria = models.BooleanField("critères de priorisation automatiques", default=False)
    minimum_criteria = models.PositiveIntegerField("critères pour être prioritaire", null=True, blank=True)
    priority_threshold = MoneyField("seuil des établissements prioritaires", null=True, blank=True)
    standard_threshold = MoneyField("seuil des autres établissements", null=True, blank=True)
    maximum_divisions = models.PositiveIntegerField(
        "divisions au plus (critère taille)", null=True, blank=True
    )
    maximum_pupils = models.PositiveIntegerField("élèves au plus (critère taille)", null=True, blank=True)
    low_equipment_rate = RateField("taux d’équipement faible, en dessous de", null=True, blank=True)
    points_isolated = models.PositiveIntegerField("points : établissement isolé", default=0)
    points_size = models.PositiveIntegerField("points : taille", default=0)
    points_low_equipment = models.PositiveIntegerField("points : faible équipement", default=0)

    minimum_bandwidth = models.DecimalField("débit minimal par classe (Mb/s)", max_digits=7, decimal_places=2)
    ent_minimum_years = models.PositiveIntegerField("durée minimale de l’ENT (ans)", default=3)
    ent_subsidised_years = models.PositiveIntegerField("années d’ENT subventionnées", default=3)
    prerequisites = models.TextField(
        "prérequis, tels que l’appel les écrit",
        blank=True,
        help_text="Cités avant le dépôt. Une ligne vide sépare deux paragraphes.",
    )
    requires_socle = models.BooleanField("domaines du socle obligatoires", default=False)

    correction_days = models.PositiveIntegerField(
        "délai de réponse à une demande de correction (jours)",
        default=15,
        validators=[MinValueValidator(1)],
        help_text="Proposé à l’agent, qui peut en fixer un autre.",
    )
    reminder_days = models.PositiveIntegerField(
        "rappel avant l’échéance (jours)", default=3, help_text="0 : aucun rappel."
    )

    keeping_years = models.PositiveIntegerField("durée de conservation du matériel (ans)", default=5)
    lapse_months = models.PositiveIntegerField("caducité (mois après la notification)", default=24)
    proofs_months = models.PositiveIntegerField("délai des justificatifs (mois)", default=12)

    version = models.PositiveIntegerField("version des réglages", default=1, editable=False)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = "appel à manifestation d’intérêt"
        verbose_name_plural = "appels à manifestation d’intérêt"
        ordering = ["-closes_at", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at__lt=F("closes_at")),
                name="call_opens_before_it_closes",
                violation_error_message="L’ouverture précède la clôture.",
            ),
            models.CheckConstraint(
                condition=Q(subsidy_rate__gte=0, subsidy_rate__lte=1, tne_share__gte=0, tne_share__lte=1),
                name="call_rates_are_parts_of_one",
                violation_error_message="Un taux est compris entre 0 et 1 (0,70 pour 70 %).",
            ),
            models.CheckConstraint(
                condition=Q(automatic_criteria=False)
                | Q(
                    minimum_criteria__isnull=False,
                    priority_threshold__isnull=False,
                    standard_threshold__isnull=False,
                    maximum_divisions__isnull=False,
                    maximum_pupils__isnull=False,
                    low_equipment_rate__isnull=False,
                ),
                name="automatic_criteria_have_their_settings",
                violation_error_message="Les critères automatiques demandent tous leurs réglages.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def is_open(self, at: datetime | None = None) -> bool:
        """Whether a deposit on line is taken at this moment; the closing second itself still counts."""
        at = (at or timezone.now()).replace(microsecond=0)
        return self.opens_at <= at <= self.closes_at

    @property
    def short_title(self) -> str:
        """What tells it from the others in a list: « Collèges privés sous contrat 2025 »."""
        return f"{self.get_audience_display()} {self.year}"

    @property
    def is_for_college(self) -> bool:
        return self.audience == Audience.COLLEGE

    def accepts(self, kind: str) -> bool:
        """Whether an organisation of this kind may apply: an OGEC for a collège, a commune or EPCI otherwise."""
        return (kind == OrganisationKind.OGEC) == self.is_for_college

    def terms_for(self, recovers_vat: bool | None) -> Terms:
        """The terms of a porteur by its VAT position: HT for one that recovers it, TTC for one that does not.

        One that says nothing, or is not asked, has the basis of the call.
        """
        if recovers_vat is None or not self.asks_vat:
            return self.terms
        return replace(self.terms, price_basis=PriceBasis.HT if recovers_vat else PriceBasis.TTC)

    @property
    def terms(self) -> Terms:
        """What the amounts of a dossier depend on, as the call stands today."""
        return Terms(
            version=self.version,
            rate=self.subsidy_rate,
            tne_share=self.tne_share,
            price_basis=self.price_basis,
            cap_basis=self.cap_basis,
            priority_threshold=self.priority_threshold,
            standard_threshold=self.standard_threshold,
            minimum_bandwidth=self.minimum_bandwidth,
            ent_minimum_years=self.ent_minimum_years,
            ent_subsidised_years=self.ent_subsidised_years,
            closes_at=self.closes_at,
        )


class _Choice(models.Model):
    """One entry of a list that an applicant chooses from."""

    label = models.CharField("libellé", max_length=200)
    position = models.PositiveIntegerField("ordre", default=0)

    class Meta:
        abstract = True
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.label


class TrainingTheme(_Choice):
    """A training that Réseau Canopé proposes."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="training_themes")

    class Meta(_Choice.Meta):
        verbose_name = "thème de formation"
        verbose_name_plural = "thèmes de formation"
        constraints = [
            models.UniqueConstraint(fields=["call", "label"], name="training_theme_once_per_call"),
        ]


class FamilyAction(_Choice):
    """An action of support to families, with the Ligue de l'enseignement."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="family_actions")

    class Meta(_Choice.Meta):
        verbose_name = "action de parentalité"
        verbose_name_plural = "actions de parentalité"
        constraints = [
            models.UniqueConstraint(fields=["call", "label"], name="family_action_once_per_call"),
        ]


class PieceKind(_Choice):
    """A piece that the call asks for, or accepts: said once for the dossier, or by each school."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="piece_kinds")
    help = models.CharField("aide", max_length=300, blank=True)
    required = models.BooleanField(
        "obligatoire",
        default=False,
        help_text="Sans elle, un dossier en ligne ne peut pas être déposé.",
    )
    of_school = models.BooleanField(
        "par établissement",
        default=False,
        help_text="Chaque établissement du dossier joint la sienne.",
    )

    class Meta(_Choice.Meta):
        verbose_name = "pièce demandée"
        verbose_name_plural = "pièces demandées"
        constraints = [
            models.UniqueConstraint(
                fields=["call", "label"],
                name="piece_kind_once_per_call",
                violation_error_message="Cette pièce est déjà dans la liste.",
            ),
        ]


class EntProduct(models.Model):
    """An ENT as the Département has qualified it; a name that is not here counts for nothing yet."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="ent_products")
    name = models.CharField("produit", max_length=100)
    folded_name = models.CharField(max_length=100, editable=False)
    fulfils = models.BooleanField("remplit le prérequis", default=True)
    subsidised = models.BooleanField("ouvre droit à subvention", default=True)

    class Meta:
        verbose_name = "espace numérique de travail"
        verbose_name_plural = "espaces numériques de travail"
        ordering = ["folded_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "folded_name"],
                name="ent_product_once_per_call",
                violation_error_message="Ce produit est déjà dans la liste.",
            ),
            models.CheckConstraint(
                condition=Q(subsidised=False) | Q(fulfils=True),
                name="subsidised_ent_fulfils",
                violation_error_message="Un ENT subventionné remplit le prérequis.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded_name = fold(self.name)
        super().save(*args, **kwargs)


class CallDocument(models.Model):
    """A document of the call, as a link: document cadre, cahier des charges, AMI."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="documents")
    title = models.CharField("titre", max_length=200)
    url = models.URLField("adresse")

    class Meta:
        verbose_name = "document de l’appel"
        verbose_name_plural = "documents de l’appel"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title
