"""The scans of signed conventions: sending a bundle, reading what was recognised and what was not."""

from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications.domain.attachments import Sent
from reviews.pages import Pages, carried_out
from tne38.core.admin_pages import ReadOnlyAdmin
from tne38.core.models import Job

from ..answer_forms import ScanForm, SignaturesForm
from ..domain import scans
from ..models import Scan, SignedCopy

_AROUND = ("file", "convention__candidacy__organisation", "convention__authorisation")


@admin.register(Scan)
class ScanAdmin(Pages, ReadOnlyAdmin):
    """Django's own pages of the model, drawn by the portal."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.sign)
        return [path("<int:pk>/signatures/", view, name="conventions_scan_sign"), *super().get_urls()]

    @method_decorator(require_safe)
    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        self.require(request, "conventions.view_scan")
        rows = Scan.objects.select_related("file", "added_by").order_by("-added_at", "-pk")
        return self.page(
            request,
            "admin/conventions/scan/list.html",
            title="Conventions signées numérisées",
            scans=Paginator(rows, 60).get_page(request.GET.get("page")),
            may_add=request.user.has_perm(scans.SEND),
        )

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        self.require(request, scans.SEND)
        form = ScanForm(request.POST, request.FILES) if request.method == "POST" else ScanForm()
        made: list[Scan] = []
        if request.method == "POST" and form.is_valid():

            def send() -> str:
                file = form.cleaned_data["fichiers"]
                made.append(scans.add_scan(Sent(file.name, file), by=request.user))
                return "Le document est envoyé : le portail en lit les pages."

            if carried_out(request, form, send):
                return redirect("admin:conventions_scan_change", made[0].pk)
        all_of_them = reverse("admin:conventions_scan_changelist")
        return self.page(
            request,
            "admin/conventions/scan/send.html",
            title="Envoyer des conventions signées",
            crumbs=[(all_of_them, "Conventions signées numérisées")],
            form=form,
            submit="Envoyer et reconnaître les pages",
            back=all_of_them,
        )

    @method_decorator(require_safe)
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """What was recognised of one scan, and what was not."""
        scan = self.scan(request, object_id)
        return self._report(request, scan, SignaturesForm(scans.to_date(scan)))

    @method_decorator(require_POST)
    def sign(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Record when the copies of a scan were signed."""
        self.require(request, scans.SEND)
        scan = self.scan(request, pk)
        form = SignaturesForm(scans.to_date(scan), request.POST)

        def record() -> str:
            return f"Dates de signature enregistrées : {scans.record_signatures(scan, form.days(), by=request.user)}."

        if form.is_valid() and carried_out(request, form, record):
            return redirect("admin:conventions_scan_change", pk)
        return self._report(request, scan, form)

    def scan(self, request: HttpRequest, pk: Any) -> Scan:
        self.require(request, "conventions.view_scan")
        rows = Scan.objects.select_related("file", "added_by")
        scan = rows.filter(pk=pk).first() if str(pk).isdigit() else None
        if scan is None:
            raise Http404
        return scan

    def _report(self, request: HttpRequest, scan: Scan, form: SignaturesForm) -> HttpResponse:
        job = None
        if scan.read_at is None:
            job = Job.objects.filter(kind=scans.JOB, subject=str(scan.pk)).order_by("-pk").first()
        return self.page(
            request,
            "admin/conventions/scan/page.html",
            title=f"Numérisation {scan}",
            scan=scan,
            job=job,
            form=form,
            rows=_rows(scan, form),
            may_sign=request.user.has_perm(scans.SEND),
        )


def _rows(scan: Scan, form: SignaturesForm) -> list[tuple[SignedCopy, Any, bool]]:
    """The copies of a scan, each with the field of its date, or None, and whether its signature is authorised."""
    copies = scan.copies.select_related(*_AROUND).order_by("convention__number")
    fields = {copy.pk: form[name] for name, copy in form.copies.items()}
    return [
        (copy, fields.get(copy.pk), getattr(copy.convention, "authorisation", None) is not None)
        for copy in copies
    ]
