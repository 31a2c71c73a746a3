"""A quantity of something granted to a school: what quotes, orders and deliveries have in common."""

from django.db import models
from django.db.models import Q

from applications.models import SchoolProject

from ..keys import Key
from .catalogue import CatalogueItem

HAS_A_QUANTITY = "La quantité est d’au moins 1."


class ResourceLine(models.Model):
    """A quantity of an article of the catalogue for a school; without an article, of its ENT.

    It names the article and the school, not a `Line`: a correction writes the lines of a dossier again.
    """

    project = models.ForeignKey(
        SchoolProject, verbose_name="établissement", on_delete=models.PROTECT, related_name="+"
    )
    item = models.ForeignKey(
        CatalogueItem,
        verbose_name="article",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    quantity = models.PositiveIntegerField("quantité")

    class Meta:
        abstract = True

    @property
    def key(self) -> Key:
        """What it is a quantity of."""
        return Key(self.project_id, self.item_id)


def once_per(parent: str, name: str) -> list[models.BaseConstraint]:
    """A resource is there once in a quote, an order or a delivery, in a quantity of at least one."""
    return [
        models.UniqueConstraint(
            fields=[parent, "project", "item"],
            condition=Q(item__isnull=False),
            name=f"article_once_per_{name}",
        ),
        models.UniqueConstraint(
            fields=[parent, "project"],
            condition=Q(item__isnull=True, project__isnull=False),
            name=f"ent_once_per_{name}",
        ),
        models.CheckConstraint(
            condition=Q(quantity__gte=1),
            name=f"{name}_line_has_a_quantity",
            violation_error_message=HAS_A_QUANTITY,
        ),
    ]
