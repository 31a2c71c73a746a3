"""The body that owns the premises of a private collège, where it is not the one that runs it."""

from django.db import models


class PremisesOwner(models.Model):
    """An SCI, a diocesan association…: a third party of the convention. All empty: the porteur owns its premises."""

    owner_name = models.CharField("nom du propriétaire", max_length=200, blank=True)
    owner_siret = models.CharField("SIRET du propriétaire", max_length=14, blank=True)
    owner_address = models.CharField("adresse du propriétaire", max_length=200, blank=True)
    owner_postal_code = models.CharField("code postal", max_length=5, blank=True)
    owner_city = models.CharField("ville", max_length=100, blank=True)
    owner_representative_name = models.CharField(
        "prénom et nom de la personne qui le représente", max_length=150, blank=True
    )
    owner_representative_title = models.CharField("qualité de cette personne", max_length=100, blank=True)

    class Meta:
        abstract = True

    @property
    def has_owner(self) -> bool:
        """Whether the dossier names an owner other than the porteur."""
        return any(getattr(self, field.name) for field in PremisesOwner._meta.fields)
