"""One act on the dossiers chosen in the list: a page that says what will happen, then the act."""

from typing import Any
from urllib.parse import parse_qsl

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from .. import actions, bulk
from ..models import Candidacy

LIST = "admin:applications_candidacy_changelist"
TOLD = 5  # refused dossiers named in the message after the act; the others are counted


class BulkPages(admin.ModelAdmin):
    """The page before a bulk, and the bulk. In the address: `acte`, `dossier` (several) or `tous`, `liste`."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.several)
        return [path("en-lot/", view, name="applications_candidacy_bulk"), *super().get_urls()]

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def several(self, request: HttpRequest) -> HttpResponse:
        """Say which of the chosen dossiers will not pass and why; on POST, do the act to the others."""
        asked = request.POST if request.method == "POST" else request.GET
        action, back = self._action(request, asked), list_address(asked.get("liste", ""))
        chosen = self._chosen(request, asked)
        if not 0 < (count := chosen.count()) <= bulk.MAXIMUM:
            return _choose_again(request, count, back)
        examined = bulk.examine(action, chosen, request.user)
        form = (action.form or forms.Form)(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            seen = {int(pk): state for pk, state in _pairs(request.POST.getlist("vu"))}
            _tell(request, action, bulk.carry_out(action, examined, seen, form.cleaned_data, request.user))
            return HttpResponseRedirect(back)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "action": action,
            "form": form,
            "passing": [item.candidacy for item in examined if not item.refusal],
            "total": len(examined),
            "refused": [item for item in examined if item.refusal],
            "list": asked.get("liste", ""),
            "back": back,
        }
        return TemplateResponse(request, "admin/applications/candidacy/bulk.html", context)

    @staticmethod
    def _action(request: HttpRequest, asked: QueryDict) -> actions.DossierAction:
        action = actions.find(asked.get("acte", ""))
        if action is None or not action.bulk:
            raise Http404
        if not request.user.has_perm(action.permission):
            raise PermissionDenied
        return action

    def _chosen(self, request: HttpRequest, asked: QueryDict) -> QuerySet[Candidacy]:
        """The dossiers ticked, or all those of the list as it was filtered."""
        if request.method != "POST" and asked.get("tous"):
            keys = self._listed(request, asked.get("liste", ""))
        else:
            keys = [int(pk) for pk in asked.getlist("dossier") if pk.isdecimal()]
        return Candidacy.objects.for_programme(request.user).filter(pk__in=keys)

    def _listed(self, request: HttpRequest, query: str) -> Any:
        """The keys of every page of the list under these filters."""
        asked = request.GET
        request.GET = QueryDict(query)
        try:
            return self.listed(request).order_by().values("pk")
        finally:
            request.GET = asked


def _pairs(values: list[str]) -> list[tuple[str, str]]:
    """« 12:deposited »: the dossier and the state in which the page showed it."""
    return [(pk, state) for pk, _, state in (value.partition(":") for value in values) if pk.isdecimal()]


def list_address(query: str) -> str:
    """The list of dossiers as it was filtered; the query is written again, so that it leads nowhere else."""
    filters = urlencode(parse_qsl(query))
    return reverse(LIST) + (f"?{filters}" if filters else "")


def _choose_again(request: HttpRequest, count: int, back: str) -> HttpResponse:
    if count:
        told = f"{count} dossiers : c’est plus que les {bulk.MAXIMUM} d’une fois. Filtrez la liste pour en choisir moins."
    else:
        told = "Cochez au moins un dossier de la liste avant de choisir l’acte."
    messages.warning(request, told)
    return HttpResponseRedirect(back)


def _tell(request: HttpRequest, action: actions.DossierAction, report: bulk.Report) -> None:
    """What was done, and which dossiers were not taken and why."""
    done, refused = len(report.done), report.refused
    if done:
        messages.success(request, f"{action.label} : {done} dossier{'s' if done > 1 else ''}, c’est fait.")
    if refused:
        told = [f"{item.candidacy} – {item.refusal}" for item in refused[:TOLD]]
        if (others := len(refused) - TOLD) > 0:
            told.append(f"et {others} autre{'s' if others > 1 else ''}.")
        start = f"{action.label} : {len(refused)} dossier{'s' if len(refused) > 1 else ''} non traité"
        messages.warning(request, f"{start}{'s' if len(refused) > 1 else ''}. {' '.join(told)}")
