"""The directory: EPCI, communes and schools of Isère, from open data."""

from typing import Any

from django.db import models
from django.db.models import Q

from tne38.core.text import fold

from ..enums import SchoolKind, Sector


class Epci(models.Model):
    """A grouping of communes with its own taxation."""

    siren = models.CharField("SIREN", max_length=9, unique=True)
    name = models.CharField("nom", max_length=200)
    kind = models.CharField("type", max_length=10, blank=True)

    class Meta:
        verbose_name = "EPCI"
        verbose_name_plural = "EPCI"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Commune(models.Model):
    insee = models.CharField("code INSEE", max_length=5, unique=True)
    name = models.CharField("nom", max_length=200)
    folded_name = models.CharField(max_length=200, editable=False, db_index=True)
    siren = models.CharField("SIREN", max_length=9, unique=True)
    postal_codes = models.JSONField("codes postaux", default=list)
    population = models.PositiveIntegerField("population", null=True)
    epci = models.ForeignKey(
        Epci, verbose_name="EPCI", null=True, on_delete=models.PROTECT, related_name="communes"
    )

    class Meta:
        verbose_name = "commune"
        ordering = ["folded_name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded_name = fold(self.name)
        super().save(*args, **kwargs)


class School(models.Model):
    """A school, a collège or a lycée of the directory, known by its UAI."""

    uai = models.CharField("UAI", max_length=8, unique=True)
    name = models.CharField("nom", max_length=200)
    kind = models.CharField("type", max_length=20, choices=SchoolKind)
    sector = models.CharField("secteur", max_length=20, choices=Sector)
    contract = models.CharField("contrat", max_length=80, blank=True)
    # Empty for the rare school that the open data does not place (it is then eligible for nothing).
    commune = models.ForeignKey(
        Commune, verbose_name="commune", null=True, on_delete=models.PROTECT, related_name="schools"
    )
    address = models.CharField("adresse", max_length=200, blank=True)
    postal_code = models.CharField("code postal", max_length=5, blank=True)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    pupils = models.PositiveIntegerField("élèves", null=True, blank=True)
    divisions = models.PositiveIntegerField("classes", null=True, blank=True)
    figures_year = models.PositiveIntegerField("rentrée des effectifs", null=True, blank=True)
    # A deduction from addresses and names, to be confirmed by the applicant: never a fact.
    suggested_lycee = models.CharField("lycée suggéré", max_length=200, blank=True)
    is_open = models.BooleanField("ouvert", default=True)
    # Who is told, at the Rectorat, that the equipment is received (GUIDE, étape 3).
    ien_email = models.EmailField("adresse de l’IEN de la circonscription", blank=True)
    erun_email = models.EmailField("adresse de l’ERUN", blank=True)
    # Name, commune and UAI, folded: what the search of the directory looks into.
    search_text = models.CharField(max_length=420, editable=False)

    class Meta:
        verbose_name = "établissement"
        ordering = ["commune__folded_name", "name"]
        indexes = [models.Index(fields=["kind", "sector", "is_open"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=SchoolKind.values) & Q(sector__in=Sector.values),
                name="school_has_known_kind_and_sector",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.uai})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_text = self.folded(self.commune.name if self.commune else "")
        super().save(*args, **kwargs)

    def folded(self, commune_name: str) -> str:
        """The text that the directory's search looks into."""
        return fold(f"{self.name} {commune_name} {self.uai}")
