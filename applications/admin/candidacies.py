"""The list of the deposited dossiers, as agents and members of the commission see it."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tne38.core.admin_pages import ReadOnlyAdmin

from .. import actions, agent_pages
from ..models import Candidacy, SchoolProject
from .bulk import BulkPages
from .dossier import DossierPages
from .filters import CallFilter, StateFilter, WorkListFilter
from .saved_views import SavedViewPages

# What the columns read of a project; the rest of its texts stays in the database.
_READ = [
    "candidacy_id",
    "ent_name",
    "ent_annual_cost",
    "school__name",
    "school__uai",
    "school__commune__name",
]


class CandidacyList(ChangeList):
    """One page of dossiers, with the cells that other apps compute for the rows of this page alone."""

    def _get_default_ordering(self) -> list[str]:
        """What the arrow of the headers says; Django would not ask `get_ordering`."""
        return list(self.model_admin.get_ordering(self.request))

    def __init__(self, request: HttpRequest, *args: Any) -> None:
        self.request = request
        super().__init__(request, *args)

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        self.saved_views = list(request.user.saved_views.all())
        self.bulk_acts = actions.in_bulk(request.user)
        self.cells = {column.name: column.values(self.result_list) for column in agent_pages.columns()}


class FilteredList(CandidacyList):
    """The dossiers of every page of a list: no page is read."""

    def get_results(self, request: HttpRequest) -> None:
        """Only `queryset` is wanted."""


@admin.register(Candidacy)
class CandidacyAdmin(BulkPages, SavedViewPages, DossierPages, ReadOnlyAdmin):
    list_filter = [WorkListFilter, CallFilter, StateFilter, "origin"]
    sortable_by = ["number", "deposit"]
    ordering = ["-deposited_at", "-pk"]
    folded_search = "search_text"
    search_help_text = "Numéro, UAI, établissement, commune ou porteur"

    def get_ordering(self, request: HttpRequest) -> list[str]:
        """A work list begins with what has waited longest."""
        return ["deposited_at", "pk"] if request.GET.get(WorkListFilter.parameter_name) else self.ordering

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return CandidacyList

    def listed(self, request: HttpRequest) -> QuerySet[Candidacy]:
        """The dossiers of the list, on all its pages, under the filters of the address."""
        found = FilteredList(
            request,
            self.model,
            self.get_list_display(request),
            [],
            self.get_list_filter(request),
            self.date_hierarchy,
            self.get_search_fields(request),
            self.get_list_select_related(request),
            self.list_per_page,
            self.list_max_show_all,
            self.list_editable,
            self,
            self.get_sortable_by(request),
            self.search_help_text,
        )
        return found.queryset

    def get_queryset(self, request: HttpRequest) -> QuerySet[Candidacy]:
        projects = SchoolProject.objects.select_related("school__commune").only(*_READ)
        return (
            Candidacy.objects.for_programme(request.user)
            .select_related("call", "organisation")
            .only(
                "number",
                "state",
                "origin",
                "deposited_at",
                "frozen",
                "organisation__name",
                "call__audience",
                "call__year",
                "call__subsidy_rate",
                "call__ent_subsidised_years",
            )
            .prefetch_related(Prefetch("projects", projects))
        )

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        added = [_cell(column) for column in agent_pages.columns()]
        return ["number", "organisation", "schools", "communes", "call", "state_tag", "deposit", *added]

    # The columns of this app; templatetags/agents.py writes the cells.

    @admin.display(description="établissement")
    def schools(self, candidacy: Candidacy) -> str:
        names = [project.school.name for project in candidacy.projects.all()]
        return names[0] if len(names) == 1 else f"{len(names)} établissements"

    @admin.display(description="commune")
    def communes(self, candidacy: Candidacy) -> str:
        schools = [project.school for project in candidacy.projects.all()]
        names = dict.fromkeys(school.commune.name for school in schools if school.commune)
        return ", ".join(names) if len(names) < 3 else f"{len(names)} communes"

    @admin.display(description="état")
    def state_tag(self, candidacy: Candidacy) -> SafeString:
        tone = agent_pages.tone(candidacy.state)
        return format_html('<span class="tag tag--{}">{}</span>', tone, candidacy.get_state_display())

    @admin.display(description="déposé le", ordering="deposited_at")
    def deposit(self, candidacy: Candidacy) -> str:
        return f"{timezone.localtime(candidacy.deposited_at):%d/%m/%Y}"


def _cell(column: agent_pages.Column) -> Any:
    """The header of a column that another app adds; its cells are computed for the whole page."""

    @admin.display(description=column.label)
    def cell(candidacy: Candidacy) -> str:
        return column.values([candidacy]).get(candidacy.pk, "–")

    cell.__name__ = column.name
    return cell
