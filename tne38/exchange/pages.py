"""The pages of an import: the form, the report, the confirmation, the model of a call."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications.models import Call
from tne38.core.errors import DomainError, NotAllowed

from . import report, sending
from .forms import SendForm
from .models import SheetImport
from .spreadsheet import archive, dossiers, grids, model

_FORMS = {
    "xlsx": (model.as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (model.as_csv, "text/csv; charset=utf-8"),
}
_PER_PAGE = 100


class ImportPages(admin.ModelAdmin):
    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Send a spreadsheet; nothing is stored but the file, until the import is confirmed."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        chosen = Call.objects.filter(slug=request.GET.get("appel", "")).first()
        posted = request.method == "POST"
        form = SendForm(
            request.POST if posted else None,
            request.FILES if posted else None,
            initial={"call": chosen},
            label_suffix="",
        )
        if posted and form.is_valid():
            file = form.cleaned_data["file"]
            try:
                sent = sending.send(form.cleaned_data["call"], file.read(), name=file.name, by=request.user)
            except NotAllowed as refusal:
                raise PermissionDenied(refusal.message) from refusal
            except DomainError as refusal:
                form.add_error(refusal.field or None, refusal.message)
            else:
                return redirect("admin:exchange_sheetimport_change", sent.pk)
        context = {
            "title": "Importer un tableau de dossiers papier",
            "form": form,
            "calls": Call.objects.order_by("-closes_at", "slug"),
            "limits": {
                "megabytes": archive.MOST_BYTES // 1024 // 1024,
                "dossiers": dossiers.MOST_DOSSIERS,
                "rows": grids.MOST_ROWS,
            },
        }
        return self._page(request, "send", context)

    @method_decorator(require_safe)
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The report: how far the work is, then what is accepted, what is refused and in which cells."""
        sheet_import = self._visible(request, object_id)
        errors = report.errors_of(sheet_import.report)
        context = {
            "title": sheet_import.file.name,
            "import": sheet_import,
            "job": sending.job_of(sheet_import),
            "accepted": sheet_import.rows(report.ACCEPTED),
            "skipped": sheet_import.rows(report.SKIPPED),
            "refused": sheet_import.rows(report.REFUSED),
            "problems": sheet_import.report.get("problemes", []),
            "notes": sheet_import.report.get("notes", []),
            "errors": Paginator(errors, _PER_PAGE).get_page(request.GET.get("page")),
            "remarks": report.remarks_of(sheet_import.report)[:_PER_PAGE],
        }
        return self._page(request, "report", context)

    @method_decorator(require_POST)
    def confirm(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Import the dossiers that the examination accepted."""
        sheet_import = self._visible(request, str(pk))
        try:
            sending.confirm(sheet_import, by=request.user)
        except NotAllowed as refusal:
            raise PermissionDenied(refusal.message) from refusal
        except DomainError as refusal:
            messages.error(request, refusal.message)
        return redirect("admin:exchange_sheetimport_change", pk)

    @method_decorator(require_safe)
    def model_file(self, request: HttpRequest, slug: str, form: str) -> HttpResponse:
        """The model of a call, to fill in."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if form not in _FORMS:
            raise Http404
        call = get_object_or_404(Call, slug=slug)
        make, content_type = _FORMS[form]
        name = f"modele-{call.slug}.{form}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return HttpResponse(make(call), content_type=content_type, headers=headers)

    def _visible(self, request: HttpRequest, pk: str) -> SheetImport:
        if not self.has_view_permission(request):
            raise PermissionDenied
        if not pk.isdecimal():
            raise Http404
        rows = SheetImport.objects.select_related("call", "file", "annotated", "created_by", "confirmed_by")
        return get_object_or_404(rows, pk=pk)

    def _page(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, f"admin/exchange/sheetimport/{name}.html", context)
