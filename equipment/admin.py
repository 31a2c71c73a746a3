"""The catalogue, as the administration edits it; what the agents' list and dossier read of the equipment."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import admin
from django.db.models import ForeignKey, Prefetch
from django.forms import ModelChoiceField
from django.http import HttpRequest

from applications import agent_pages
from applications.admin.calls import CallAdmin
from applications.models import Candidacy
from tne38.core.admin_pages import MONEY_AS_TEXT
from tne38.core.money import french

from . import work_lists  # noqa: F401  (they register themselves)
from .amounts import eligible_amounts
from .granted import QUOTE_LINES, QUOTES
from .models import CatalogueItem, Category, Line, Quote


class CategoryInline(admin.TabularInline):
    model = Category
    fields = ["code", "label", "position"]
    extra = 0
    can_delete = False


class CatalogueItemInline(admin.TabularInline):
    model = CatalogueItem
    fields = ["category", "code", "label", "cap", "vat_rate", "is_active", "position"]
    extra = 0
    can_delete = False
    formfield_overrides = MONEY_AS_TEXT

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField:
        """An article goes into a category of its own call."""
        call = request.resolver_match.kwargs.get("object_id")
        kwargs |= {"queryset": Category.objects.filter(call=call), "label": "Catégorie"}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


CallAdmin.inlines.extend([CategoryInline, CatalogueItemInline])


def _eligible(candidacies: Sequence[Candidacy]) -> Mapping[int, str]:
    return {pk: french(amount) for pk, amount in eligible_amounts(candidacies).items()}


agent_pages.add_column(agent_pages.Column("eligible", "montant éligible", _eligible, numeric=True))
agent_pages.prefetch_with_dossier(Prefetch("projects__lines", Line.objects.select_related("item__category")))
agent_pages.prefetch_where_there_are("quotes", Quote.objects.all(), QUOTES, QUOTE_LINES)
