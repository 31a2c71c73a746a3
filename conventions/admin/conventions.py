"""The conventions, as agents see them."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from applications.models import Candidacy
from tne38.core.admin_pages import ReadOnlyAdmin

from ..models import Convention


@admin.register(Convention)
class ConventionAdmin(ReadOnlyAdmin):
    list_display = ["number", "dossier", "porteur", "state", "generated_at", "signed_on", "notified_on"]
    list_filter = ["state"]
    sortable_by = ["number"]
    search_fields = ["number", "candidacy__number", "candidacy__organisation__name"]
    search_help_text = "Numéro de convention ou de dossier, porteur"
    list_select_related = ["candidacy__organisation"]
    list_display_links = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Convention]:
        studied = Candidacy.objects.for_programme(request.user)
        return super().get_queryset(request).filter(candidacy__in=studied).defer("data")

    @admin.display(description="dossier")
    def dossier(self, convention: Convention) -> SafeString:
        url = reverse("admin:applications_candidacy_change", args=[convention.candidacy_id])
        return format_html('<a href="{}">{}</a>', url, convention.candidacy)

    @admin.display(description="porteur")
    def porteur(self, convention: Convention) -> str:
        return convention.candidacy.organisation.name
