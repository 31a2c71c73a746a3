"""The settings of a call, edited by the administration of the portal."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet, BaseModelForm
from django.http import HttpRequest

from tne38.core.admin_pages import AgentAdmin
from tne38.core.errors import DomainError

from ..domain.call_settings import record_new_call, require_ent_kept, touch_settings
from ..domain.calls import EntValue
from ..models import Call, CallDocument, EntProduct, FamilyAction, PieceKind, TrainingTheme


class TrainingThemeInline(admin.TabularInline):
    model = TrainingTheme
    fields = ["label", "position"]
    extra = 0


class FamilyActionInline(admin.TabularInline):
    model = FamilyAction
    fields = ["label", "position"]
    extra = 0


class EntFormSet(BaseInlineFormSet):
    """The ENT of a call; one that a granted dossier counts on stays as it is."""

    def clean(self) -> None:
        super().clean()
        for form in self.initial_forms:
            deleted = form in self.deleted_forms
            if not deleted and (form.errors or not form.has_changed()):
                continue
            before, after = _ent(form.initial), None if deleted else _ent(form.cleaned_data)
            try:
                require_ent_kept(self.instance, before, after)
            except DomainError as refusal:
                if deleted:  # the fields of a row taken out tell nothing
                    raise ValidationError(f"{before.name} : {refusal.message}") from refusal
                form.add_error(refusal.field, refusal.message)


def _ent(values: dict[str, Any]) -> EntValue:
    return EntValue(values["name"], values["fulfils"], values["subsidised"])


class EntProductInline(admin.TabularInline):
    model = EntProduct
    formset = EntFormSet
    fields = ["name", "fulfils", "subsidised"]
    extra = 0


class PieceKindInline(admin.TabularInline):
    model = PieceKind
    fields = ["label", "help", "required", "of_school", "position"]
    extra = 0


class CallDocumentInline(admin.TabularInline):
    model = CallDocument
    fields = ["title", "url"]
    extra = 0
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


FIELDSETS = [
    ("L’appel", {"fields": ["title", "slug", "audience", "year", "summary"]}),
    (
        "Calendrier",
        {
            "fields": ["opens_at", "closes_at", "validation_period", "notification_period"],
            "description": "Un dossier en ligne se dépose jusqu’à la seconde de clôture, heure de Paris ; "
            "sur papier, le cachet de la poste fait foi.",
        },
    ),
    (
        "Contacts",
        {
            "fields": [
                "contact_email",
                "contact_phone",
                "rectorat_email",
                "training_email",
                "families_email",
                "postal_address",
            ]
        },
    ),
    (
        "Subvention",
        {
            "fields": ["subsidy_rate", "tne_share", "price_basis", "asks_vat", "cap_basis"],
            "description": "Un taux s’écrit entre 0 et 1 : 0,70 pour 70 %. Les dossiers déjà déposés "
            "gardent le taux, la base de prix et les plafonds de leur dépôt.",
        },
    ),
    (
        "Priorisation",
        {
            "fields": [
                "automatic_criteria",
                "minimum_criteria",
                ("priority_threshold", "standard_threshold"),
                ("maximum_divisions", "maximum_pupils"),
                "low_equipment_rate",
                ("points_isolated", "points_size", "points_low_equipment"),
            ],
            "description": "Relancez le classement après un changement. L’AMI ne dit pas combien de critères "
            "rendent un établissement prioritaire, ni ce qu’est un faible taux : ce sont des réglages.",
        },
    ),
    (
        "Prérequis du dépôt",
        {
            "fields": [
                "minimum_bandwidth",
                ("ent_minimum_years", "ent_subsidised_years"),
                "requires_socle",
            ]
        },
    ),
    ("Corrections", {"fields": [("correction_days", "reminder_days")]}),
    ("Convention", {"fields": ["keeping_years", "lapse_months", "proofs_months"]}),
]


@admin.register(Call)
class CallAdmin(AgentAdmin):
    """Later apps add their inlines with `CallAdmin.inlines.append`."""

    list_display = ["title", "audience", "opens_at", "closes_at", "version"]
    sortable_by = ["closes_at"]
    fieldsets = FIELDSETS
    inlines = [TrainingThemeInline, FamilyActionInline, EntProductInline, PieceKindInline, CallDocumentInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Call]:
        return super().get_queryset(request).visible_to(request.user)

    def get_readonly_fields(self, request: HttpRequest, obj: Call | None = None) -> list[str]:
        # The address of the call and the numbers of its dossiers do not change once it exists.
        return ["slug", "audience", "year"] if obj else []

    def save_related(self, request: HttpRequest, form: BaseModelForm, formsets: Any, change: bool) -> None:
        """After the rows, in the same transaction: the new version and the journal."""
        super().save_related(request, form, formsets, change)
        if not change:
            record_new_call(form.instance, by=request.user)
            return
        before = {name: form.initial.get(name) for name in form.changed_data}
        after = {name: form.cleaned_data[name] for name in form.changed_data}
        for formset in formsets:
            if touched := [*formset.new_objects, *(row for row, _ in formset.changed_objects)]:
                after[formset.prefix] = [str(row) for row in touched]
            if formset.deleted_objects:
                before[formset.prefix] = [str(row) for row in formset.deleted_objects]
        touch_settings(form.instance, by=request.user, before=before, after=after)
