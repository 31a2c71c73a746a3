"""The envelopes of the calls: what is reserved, what is left, changing an amount with a reason."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_safe

from applications.admin.calls import CallAdmin
from applications.models import Call
from tne38.core import journal
from tne38.core.admin_pages import ReadOnlyAdmin
from tne38.core.money import french
from tne38.core.money_fields import MoneyFormField

from ..domain import envelope as money
from ..domain import funding
from ..models import Envelope, Overrun
from ..pages import Pages, carried_out


class AmountForm(forms.Form):
    """The new amount of an envelope, and why."""

    amount = MoneyFormField(label="Montant (en euros)")
    reason = forms.CharField(
        label="Motif",
        help_text="Par exemple la délibération qui abonde l’enveloppe. Il est inscrit au journal.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=3000,
    )


@admin.register(Envelope)
class EnvelopeAdmin(Pages, ReadOnlyAdmin):
    """All the envelopes on one page; each has a page to change its amount."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Envelope]:
        return super().get_queryset(request).filter(call__in=Call.objects.visible_to(request.user))

    @method_decorator(require_safe)
    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        self.require(request, "reviews.view_envelope")
        calls = list(Call.objects.visible_to(request.user))
        states = money.states(calls)
        rows = [(call, states[call.pk]) for call in calls if call.pk in states]
        return self.page(request, "admin/reviews/envelope/list.html", title="Enveloppes", rows=rows)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Change the amount of an envelope; its history is below."""
        self.require(request, "reviews.change_envelope")
        found = Envelope.objects.select_related("call").filter(pk=object_id) if object_id.isdigit() else None
        envelope = found.first() if found is not None else None
        if envelope is None:
            raise Http404
        form = AmountForm(request.POST or None, initial={"amount": envelope.amount})
        if request.method == "POST" and form.is_valid():
            values = form.cleaned_data

            def change() -> str:
                changed = funding.change_amount(
                    envelope, values["amount"], reason=values["reason"], by=request.user
                )
                return f"L’enveloppe est maintenant de {french(changed.amount)}."

            if carried_out(request, form, change):
                return redirect("admin:reviews_envelope_changelist")
        [state] = [item for item in money.states_of(envelope.call) if item.envelope.pk == envelope.pk]
        return self.page(
            request,
            "admin/reviews/envelope/change.html",
            title=str(envelope.get_funder_display()),
            state=state,
            form=form,
            overruns=Overrun.objects.filter(envelope=envelope).select_related("candidacy"),
            history=journal.history(envelope).order_by("-number"),
        )


class EnvelopeInline(admin.TabularInline):
    """On the page of a call: what each funder puts in. An amount changes on its own page, with a reason."""

    model = Envelope
    fields = ["funder", "endowment", "reserved", "left", "change"]
    readonly_fields = ["endowment", "reserved", "left", "change"]
    extra = 0
    max_num = 2
    can_delete = False

    def has_change_permission(self, request: HttpRequest, obj: Call | None = None) -> bool:
        return False

    def _state(self, envelope: Envelope) -> money.FunderState:
        return next(item for item in money.states_of(envelope.call) if item.envelope.pk == envelope.pk)

    @admin.display(description="montant")
    def endowment(self, envelope: Envelope) -> str:
        return french(envelope.amount) if envelope.pk else "–"

    @admin.display(description="réservé")
    def reserved(self, envelope: Envelope) -> str:
        return french(self._state(envelope).reserved) if envelope.pk else "–"

    @admin.display(description="reste")
    def left(self, envelope: Envelope) -> str | SafeString:
        if not envelope.pk:
            return "–"
        state = self._state(envelope)
        if not state.exceeded:
            return french(state.left)
        return format_html('<span class="tag tag--stop">dépassée de {}</span>', french(state.exceeded))

    @admin.display(description="changer")
    def change(self, envelope: Envelope) -> str | SafeString:
        if not envelope.pk:
            return ""
        url = reverse("admin:reviews_envelope_change", args=[envelope.pk])
        return format_html('<a href="{}">Modifier le montant</a>', url)


CallAdmin.inlines.append(EnvelopeInline)
