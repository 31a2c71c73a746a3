"""Who asks: a commune, an EPCI or the OGEC of a private collège, and the people who act for it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from tne38.core import identifiers

from ..enums import MembershipRole, OrganisationKind
from .directory import Commune, Epci, School


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def of(self, user) -> "OrganisationQuerySet":
        """The organisations this person acts for."""
        return self.filter(memberships__user=user).distinct()


class Organisation(models.Model):
    """The porteur: it owns its dossiers, signs the convention and is paid."""

    kind = models.CharField("nature", max_length=10, choices=OrganisationKind)
    # Empty while the applicant has not yet named it; a deposit asks for it.
    name = models.CharField("nom de l’organisme", max_length=200, blank=True)
    siren = models.CharField("SIREN", max_length=9, blank=True)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    rna = models.CharField("numéro RNA", max_length=10, blank=True)
    commune = models.ForeignKey(
        Commune, verbose_name="commune", null=True, blank=True, on_delete=models.PROTECT
    )
    epci = models.ForeignKey(Epci, verbose_name="EPCI", null=True, blank=True, on_delete=models.PROTECT)
    address = models.CharField("adresse du siège", max_length=200, blank=True)
    postal_code = models.CharField("code postal", max_length=5, blank=True)
    city = models.CharField("ville", max_length=100, blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    phone = models.CharField("téléphone", max_length=30, blank=True)
    representative_name = models.CharField("prénom et nom du représentant légal", max_length=150, blank=True)
    representative_title = models.CharField("qualité du représentant légal", max_length=100, blank=True)
    # Never a fact of the directory: what the porteur says of its purchases. Empty while it says nothing.
    recovers_vat = models.BooleanField("récupère la TVA sur ces achats", null=True, blank=True)
    cer_accepted_at = models.DateTimeField(
        "contrat d’engagement républicain souscrit le", null=True, blank=True
    )
    created_at = models.DateTimeField("créé le", default=timezone.now)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "organisme"
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="commune", commune__isnull=False, epci__isnull=True)
                | Q(kind="epci", commune__isnull=True)
                | Q(kind="ogec", commune__isnull=True, epci__isnull=True),
                name="organisation_is_what_its_kind_says",
                violation_error_message="La commune ou l’EPCI ne correspond pas à la nature de l’organisme.",
            ),
            models.UniqueConstraint(
                fields=["commune"],
                name="one_organisation_per_commune",
                violation_error_message="Cette commune a déjà un espace.",
            ),
            models.UniqueConstraint(
                fields=["kind", "siret"],
                condition=~Q(siret=""),
                name="one_organisation_per_siret",
                violation_error_message="Un organisme a déjà ce SIRET.",
            ),
            models.UniqueConstraint(
                fields=["siren"],
                condition=Q(kind="epci"),
                name="one_organisation_per_epci",
                violation_error_message="Cet EPCI a déjà un espace.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.siret = identifiers.compact(self.siret)
        self.siren = identifiers.compact(self.siren) or self.siret[:9]
        self.rna = identifiers.compact(self.rna)
        super().save(*args, **kwargs)

    @property
    def spoken(self) -> str:
        """What people call it in a sentence: « la mairie »."""
        return {"commune": "la mairie", "epci": "l’intercommunalité"}.get(self.kind, "l’organisme de gestion")

    @property
    def postal_lines(self) -> tuple[str, ...]:
        """The lines of its postal address under its name; none when it is not whole."""
        if not (self.postal_code and self.city):
            return ()
        return (*filter(None, [self.address]), f"{self.postal_code} {self.city}")

    @property
    def is_private(self) -> bool:
        """An association, whose convention and proofs are not those of a public body."""
        return self.kind == OrganisationKind.OGEC


class Membership(models.Model):
    """A person acts for an organisation, for all of it or for one school."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="compte", on_delete=models.PROTECT, related_name="memberships"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="organisme", on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField("rôle", max_length=10, choices=MembershipRole, default=MembershipRole.MANAGER)
    school = models.ForeignKey(
        School, verbose_name="établissement", null=True, blank=True, on_delete=models.PROTECT
    )
    created_at = models.DateTimeField("créé le", default=timezone.now)

    class Meta:
        verbose_name = "membre d’un organisme"
        verbose_name_plural = "membres des organismes"
        ordering = ["organisation", "user"]
        constraints = [
            # Two constraints, because SQLite has no « nulls not distinct ».
            models.UniqueConstraint(
                fields=["user", "organisation", "school"],
                name="one_membership_per_person_and_school",
                violation_error_message="Cette personne est déjà membre.",
            ),
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=Q(school__isnull=True),
                name="one_membership_per_person",
                violation_error_message="Cette personne est déjà membre.",
            ),
            models.CheckConstraint(
                condition=Q(role="ecole", school__isnull=False) | ~Q(role="ecole"),
                name="school_member_has_a_school",
                violation_error_message="Indiquez l’établissement de cette personne.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.organisation} ({self.get_role_display()})"
