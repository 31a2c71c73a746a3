"""A dossier on one page, and the acts it offers."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_safe

from tne38.core import journal
from tne38.core.errors import DomainError
from tne38.notifications.models import Message

from .. import actions, agent_pages, agent_sections
from ..forms.refusals import refuse
from ..forms.seen import SEEN, is_overtaken, seen
from ..models import Candidacy, Invitation
from ..porteur_actions import PORTEUR
from ..question_actions import EXCHANGES
from ..rejection import rejection_ahead


class DossierPages(admin.ModelAdmin):
    """The pages of one dossier: reading it, acting on it."""

    def get_urls(self):
        act = self.admin_site.admin_view(self.act)
        return [
            path("<int:pk>/faire/<slug:slug>/", act, name="applications_candidacy_act"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return self.read(request, object_id)

    @method_decorator(require_safe)
    def read(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The dossier, what is found in it, and the acts offered now."""
        visible = Candidacy.objects.for_programme(request.user)
        candidacy = agent_pages.whole(visible, int(object_id)) if object_id.isdigit() else None
        if candidacy is None:
            raise Http404
        offered = actions.offered(candidacy, request.user)
        context = {
            "main_acts": [action for action in offered if not action.danger],
            "other_acts": [action for action in offered if action.danger],
            "porteur_acts": actions.offered(candidacy, request.user, beside=PORTEUR),
            "exchange_acts": actions.offered(candidacy, request.user, beside=EXCHANGES),
            "waiting": _invited(candidacy),
            "who_acts": agent_pages.who_acts(candidacy),
            "way": agent_sections.way(candidacy.state),
            "sections": agent_sections.sections(candidacy.state),
            "rejection": rejection_ahead(candidacy),
            "sent": list(Message.objects.filter(reference=candidacy.number).defer("body")),
            "history": list(journal.history(candidacy).order_by("-number")),
        }
        return self._page(request, "dossier", candidacy, context)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def act(self, request: HttpRequest, pk: int, slug: str) -> HttpResponse:
        """Ask for what an act needs, then carry it out; a refusal keeps what was typed."""
        visible = Candidacy.objects.for_programme(request.user).select_related("call", "organisation")
        candidacy = get_object_or_404(visible, pk=pk)
        action = actions.find(slug)
        if action is None:
            raise Http404
        if not request.user.has_perm(action.permission, candidacy):
            raise PermissionDenied
        if not action.is_offered(candidacy, request.user):
            return self._too_late(request, candidacy, action)
        form = _form(action, candidacy, request)
        if request.method == "POST":
            if request.POST.get("etat", candidacy.state) != candidacy.state:
                return self._too_late(request, candidacy, action)
            sent = request.POST.get(SEEN, "") if action.replaces else ""
            right = form.is_valid() and not is_overtaken(form, sent)
            if right and self._carried_out(request, candidacy, action, form):
                return redirect("admin:applications_candidacy_change", candidacy.pk)
        refusal = action.refusal(candidacy) if action.refusal else None
        shown = seen(form) if action.replaces else ""
        context = {"action": action, "form": form, "refusal": refusal, "seen": shown}
        return self._page(request, action.template, candidacy, context)

    def _carried_out(
        self, request: HttpRequest, candidacy: Candidacy, action: actions.DossierAction, form: forms.Form
    ) -> bool:
        try:
            done = action.run(candidacy, form.cleaned_data, request.user)
        except DomainError as refusal:
            refuse(form, refusal)
            return False
        messages.success(request, done or f"{action.label} : c’est fait.")
        return True

    def _too_late(
        self, request: HttpRequest, candidacy: Candidacy, action: actions.DossierAction
    ) -> HttpResponse:
        messages.warning(
            request,
            f"« {action.label} » n’est plus possible : le dossier {candidacy} a changé, il est maintenant "
            f"« {candidacy.get_state_display()} ». Rien n’a été enregistré.",
        )
        return redirect("admin:applications_candidacy_change", candidacy.pk)

    def _page(
        self, request: HttpRequest, name: str, candidacy: Candidacy, context: dict[str, Any]
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "candidacy": candidacy,
            "tone": agent_pages.tone(candidacy.state),
            **context,
        }
        return TemplateResponse(request, f"admin/applications/candidacy/{name}.html", context)


def _invited(candidacy: Candidacy) -> Iterable[Invitation]:
    """The invitations of its porteur that wait; no query where there is none."""
    if not candidacy.has_invited:
        return []
    return candidacy.organisation.invitations.open().select_related("school")


def _form(action: actions.DossierAction, candidacy: Candidacy, request: HttpRequest) -> forms.Form:
    """The form of an act; an act that asks for nothing has an empty one."""
    form_class = action.form_for(candidacy) if action.form_for else action.form or forms.Form
    initial = action.initial(candidacy) if action.initial else None
    if request.method == "POST":
        return form_class(request.POST, request.FILES, initial=initial)
    return form_class(initial=initial)
