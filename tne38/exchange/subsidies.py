"""The granted subsidies to publish: the page that tells what the national file holds, and the file."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from applications.models import Call
from conventions import omissions, open_data

EXPORT = "exchange.export_subsidies"
_PER_PAGE = 60
_TO_PUBLISH, _ALL = "a-publier", "toutes"


class ChoiceForm(forms.Form):
    """One call or all; the conventions that must be published, or all of them."""

    appel = forms.ModelChoiceField(
        label="Appel",
        queryset=Call.objects.order_by("-closes_at", "slug"),
        to_field_name="slug",
        required=False,
        empty_label="Tous les appels",
    )
    portee = forms.ChoiceField(
        label="Conventions",
        choices=[
            (_TO_PUBLISH, "De plus de 23 000 €, à publier"),
            (_ALL, "Toutes les conventions notifiées"),
        ],
    )


def _chosen(request: HttpRequest) -> tuple[ChoiceForm, dict[str, Any]]:
    """The form as asked for, and what it chooses; what is not understood chooses nothing."""
    if not request.user.has_perm(EXPORT):
        raise PermissionDenied
    form = ChoiceForm({"portee": _TO_PUBLISH, **request.GET.dict()}, label_suffix="")
    form.is_valid()
    values = form.cleaned_data
    return form, {"call": values.get("appel"), "everything": values.get("portee") == _ALL}


@require_safe
def of_choice(request: HttpRequest) -> HttpResponse:
    """What the file would hold, what it leaves out and why."""
    form, chosen = _chosen(request)
    number, amount = omissions.totals(**chosen)
    page = Paginator(omissions.omissions(**chosen), _PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        **admin.site.each_context(request),
        "title": "Subventions à publier",
        "form": form,
        "number": number,
        "amount": amount,
        "everything": chosen["everything"],
        "counts": omissions.counts(**chosen),
        "page": page,
        "rows": [(convention, omissions.Omission(convention.why).label) for convention in page],
        "query": query.urlencode(),
    }
    return TemplateResponse(request, "admin/exchange/subsidies.html", context)


@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """The file, as `manage.py export_scdl` writes it."""
    _form, chosen = _chosen(request)
    name = f"subventions-{timezone.localdate():%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    content = open_data.export(**chosen).content
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)
