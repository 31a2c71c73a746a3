"""The filters of the list of dossiers."""

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest

from .. import agent_pages
from ..enums import CandidacyState
from ..models import Call, Candidacy


class WorkListFilter(SimpleListFilter):
    """One of the work lists of the person, as counted on the first page."""

    title = "travail à faire"
    parameter_name = "travail"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        self.lists = {item.slug: item for item in agent_pages.work_lists(request.user)}
        return [(item.slug, item.label) for item in self.lists.values()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Candidacy]) -> QuerySet[Candidacy]:
        chosen = self.lists.get(self.value() or "")
        return queryset.filter(chosen.condition) if chosen else queryset


class CallFilter(SimpleListFilter):
    title = "appel"
    parameter_name = "appel"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(Call.objects.visible_to(request.user).values_list("slug", "title"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Candidacy]) -> QuerySet[Candidacy]:
        return queryset.filter(call__slug=self.value()) if self.value() else queryset


class StateFilter(SimpleListFilter):
    title = "état"
    parameter_name = "etat"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [choice for choice in CandidacyState.choices if choice[0] != CandidacyState.DRAFT]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Candidacy]) -> QuerySet[Candidacy]:
        return queryset.filter(state=self.value()) if self.value() else queryset
