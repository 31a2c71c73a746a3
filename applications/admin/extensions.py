"""The deadlines put off, dossier by dossier, and putting off another."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from tne38.core.admin_pages import ReadOnlyAdmin
from tne38.core.errors import DomainError

from ..domain.extensions import end_of, extend_deadline, require_extendable
from ..enums import CandidacyState
from ..models import Call, Candidacy, Extension
from ..status import title_of


class DraftField(forms.ModelChoiceField):
    """A draft by its name alone: what it says is still its porteur's."""

    def label_from_instance(self, candidacy: Candidacy) -> str:
        return f"{title_of(candidacy)} – {candidacy.call.short_title} ({candidacy})"


class ExtensionForm(forms.ModelForm):
    candidacy = DraftField(label="Dossier", queryset=Candidacy.objects.none(), empty_label="Choisissez")
    until = forms.DateField(
        label="Prolongé jusqu’au",
        help_text="Jour compris : le dépôt reste possible jusqu’à 23 h 59, heure de Paris.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    class Meta:
        model = Extension
        fields = ["candidacy", "until", "reason"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drafts = Candidacy.objects.filter(state=CandidacyState.DRAFT)
        self.fields["candidacy"].queryset = (
            drafts.select_related("call", "organisation")
            .prefetch_related("projects__school")
            .order_by("call", "organisation__name", "pk")
        )

    def clean_until(self) -> Any:
        return end_of(self.cleaned_data["until"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if {"candidacy", "until"} <= cleaned.keys():
            try:
                require_extendable(cleaned["candidacy"], cleaned["until"])
            except DomainError as refusal:
                self.add_error(refusal.field, refusal.message)
        return cleaned


@admin.register(Extension)
class ExtensionAdmin(ReadOnlyAdmin):
    list_display = ["candidacy", "porteur", "until", "reason", "granted_by", "granted_at"]
    list_select_related = ["candidacy__organisation", "granted_by"]
    list_filter = ["candidacy__call"]
    sortable_by = ["granted_at"]
    form = ExtensionForm
    fields = ["candidacy", "until", "reason"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Extension]:
        calls = Call.objects.visible_to(request.user)
        return super().get_queryset(request).filter(candidacy__call__in=calls)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("applications.add_extension"))

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        title = {"title": "Prolonger le délai de dépôt d’un dossier"}
        return super().add_view(request, form_url, title | (extra_context or {}))

    def save_model(self, request: HttpRequest, obj: Extension, form: Any, change: bool) -> None:
        granted = extend_deadline(obj.candidacy, until=obj.until, reason=obj.reason, by=request.user)
        obj.pk = granted.pk

    @admin.display(description="porteur")
    def porteur(self, extension: Extension) -> str:
        return extension.candidacy.organisation.name
