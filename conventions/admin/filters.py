"""What this app adds to the filters of the list of dossiers."""

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest

from applications.admin.candidacies import CandidacyAdmin
from applications.models import Candidacy

from ..stages import DOSSIERS, Stage


class StageFilter(SimpleListFilter):
    """The dossiers whose amounts make a figure of the envelope."""

    title = "étape de l’enveloppe"
    parameter_name = "enveloppe"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(Stage.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Candidacy]) -> QuerySet[Candidacy]:
        chosen = DOSSIERS.get(self.value() or "")
        return queryset if chosen is None else queryset.filter(chosen)


CandidacyAdmin.list_filter.append(StageFilter)
