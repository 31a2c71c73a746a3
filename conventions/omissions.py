"""What the file of the granted subsidies leaves out, or does not tell as the national form wants it, and why."""

from decimal import Decimal

from django.db import models
from django.db.models import Case, Count, QuerySet, Sum, Value, When

from applications.models import Call
from tne38.core.money import ZERO

from .models import Convention
from .open_data import GIVEN_BACK, LARGE, NOTIFIED, of_call, published


class Omission(models.TextChoices):
    """Why a dossier whose subsidy is voted is not in the file, or is to be completed in it."""

    GIVEN_BACK = "caduque", "Caduque avant tout versement : la subvention n’est plus accordée."
    NOT_NOTIFIED = "non-notifiee", "Convention pas encore notifiée."
    SMALL = "23000", "Subvention de 23 000 € ou moins : publiée seulement dans le fichier complet."
    NO_SIRET = "siret", "Dans le fichier, mais avec le SIREN : le schéma demande le SIRET du bénéficiaire."


def omissions(call: Call | None, *, everything: bool) -> QuerySet[Convention]:
    """Each convention with its `why` (an `Omission`); those told in full are not there."""
    small = [] if everything else [When(~LARGE, then=Value(Omission.SMALL))]
    why = Case(
        When(GIVEN_BACK, then=Value(Omission.GIVEN_BACK)),
        When(~NOTIFIED, then=Value(Omission.NOT_NOTIFIED)),
        *small,
        When(candidacy__organisation__siret="", then=Value(Omission.NO_SIRET)),
        output_field=models.CharField(),
    )
    found = of_call(call).annotate(why=why).filter(why__isnull=False)
    return found.select_related("candidacy__organisation", "candidacy__vote_result").order_by(
        "candidacy__number", "pk"
    )


def counts(call: Call | None, *, everything: bool) -> list[tuple[str, int]]:
    """How many for each reason, in words, in the order of `Omission`; those that have none are left out."""
    rows = omissions(call, everything=everything).order_by().values_list("why")
    found = dict(rows.annotate(number=Count("pk")))
    return [(reason.label, found[reason]) for reason in Omission if reason in found]


def totals(call: Call | None, *, everything: bool) -> tuple[int, Decimal]:
    """How many subsidies the file tells, and their sum in euros."""
    found = published(call, everything=everything).aggregate(
        number=Count("pk"), amount=Sum("candidacy__vote_result__amount")
    )
    return found["number"], found["amount"] or ZERO
