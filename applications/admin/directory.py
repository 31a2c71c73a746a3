"""The directory and the porteurs, to be read and searched."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from tne38.accounts.rules import sees_every_call
from tne38.core.admin_pages import ReadOnlyAdmin

from ..models import Candidacy, Commune, Epci, Membership, Organisation, School


@admin.register(School)
class SchoolAdmin(ReadOnlyAdmin):
    list_display = ["uai", "name", "kind", "sector", "commune", "pupils", "is_open"]
    list_filter = ["kind", "sector", "is_open"]
    list_select_related = ["commune"]
    sortable_by = ["uai"]
    folded_search = "search_text"
    search_help_text = "UAI, nom ou commune"


@admin.register(Commune)
class CommuneAdmin(ReadOnlyAdmin):
    list_display = ["insee", "name", "siren", "epci", "population"]
    list_select_related = ["epci"]
    sortable_by = ["insee"]
    folded_search = "folded_name"
    search_help_text = "Nom de la commune"


@admin.register(Epci)
class EpciAdmin(ReadOnlyAdmin):
    list_display = ["siren", "name", "kind"]
    sortable_by = ["name"]
    search_fields = ["name", "siren"]
    search_help_text = "Nom ou SIREN"


class MembershipInline(admin.TabularInline):
    model = Membership
    fields = ["user", "role", "school"]
    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("user", "organisation", "school")


@admin.register(Organisation)
class OrganisationAdmin(ReadOnlyAdmin):
    list_display = ["name", "kind", "siret", "siren", "city", "representative_name"]
    list_filter = ["kind"]
    sortable_by = ["name"]
    search_fields = ["name", "siret", "siren", "rna", "city"]
    search_help_text = "Nom, SIRET, SIREN, RNA ou ville"
    inlines = [MembershipInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organisation]:
        """An agent finds every porteur; the commission and an inspection, those of the dossiers they study."""
        found = super().get_queryset(request)
        if sees_every_call(request.user):
            return found
        theirs = Candidacy.objects.for_programme(request.user)
        return found.filter(pk__in=theirs.values("organisation"))
