"""The conventions and the sessions of the commission permanente, as agents see them."""

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from applications import agent_pages
from applications.agent_pages import WorkList
from applications.enums import CandidacyState as State
from tne38.core.admin_pages import AgentAdmin, ReadOnlyAdmin

from .domain.commissions import save_commission
from .models import Convention, PermanentCommission
from .workflow import ConventionState

agent_pages.read_with_dossier("vote_result__commission", "convention__file")
for _work_list in (
    WorkList(
        "a-voter",
        "À voter",
        "Les devis sont conformes : enregistrer la séance de la commission permanente.",
        "conventions.record_vote",
        Q(state=State.QUOTES_ACCEPTED),
    ),
    WorkList(
        "conventions-a-generer",
        "Conventions à générer",
        "La subvention est votée : générer la convention.",
        "conventions.generate_convention",
        Q(state=State.VOTED, convention__state=ConventionState.TO_GENERATE),
    ),
    WorkList(
        "conventions-a-signer",
        "Signatures attendues",
        "La convention est chez le bénéficiaire : enregistrer son retour signé.",
        "conventions.record_signature",
        Q(state=State.VOTED, convention__state=ConventionState.TO_SIGN),
    ),
    WorkList(
        "a-notifier",
        "À notifier",
        "La convention est signée par le bénéficiaire : la faire signer et la notifier.",
        "conventions.notify_convention",
        Q(state=State.CONTRACTED),
    ),
    WorkList(
        "a-verser",
        "À verser",
        "Le versement est demandé : vérifier les justificatifs et enregistrer le mandat.",
        "conventions.record_payment",
        Q(state=State.CLAIMED),
    ),
):
    agent_pages.add_work_list(_work_list)


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
        return super().get_queryset(request).defer("data")

    @admin.display(description="dossier")
    def dossier(self, convention: Convention) -> SafeString:
        url = reverse("admin:applications_candidacy_change", args=[convention.candidacy_id])
        return format_html('<a href="{}">{}</a>', url, convention.candidacy)

    @admin.display(description="porteur")
    def porteur(self, convention: Convention) -> str:
        return convention.candidacy.organisation.name


@admin.register(PermanentCommission)
class PermanentCommissionAdmin(AgentAdmin):
    list_display = ["number", "held_on", "transmitted_on", "published_on"]
    sortable_by = ["held_on"]
    search_fields = ["number"]
    search_help_text = "Numéro de l’acte"
    fields = ["number", "held_on", "transmitted_on", "published_on"]

    def get_readonly_fields(self, request: HttpRequest, obj: PermanentCommission | None = None) -> list[str]:
        # The number and the date are printed in conventions once the act is used.
        return ["number", "held_on"] if obj else []

    def save_model(
        self, request: HttpRequest, obj: PermanentCommission, form: ModelForm, change: bool
    ) -> None:
        save_commission(obj, changed=form.changed_data, by=request.user)
