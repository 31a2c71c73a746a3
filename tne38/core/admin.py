"""The journal and the long work, as agents see them."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST, require_safe

from . import jobs
from .admin_pages import ReadOnlyAdmin
from .errors import DomainError, NotAllowed
from .models import Job, JournalEntry


@admin.register(JournalEntry)
class JournalEntryAdmin(ReadOnlyAdmin):
    list_display = ["number", "at", "actor_label", "action", "subject_label", "on_behalf_of"]
    ordering = ["-number"]
    sortable_by = ["number"]
    search_fields = ["subject_label", "actor_label", "action"]
    search_help_text = "Dossier, auteur ou action"


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    list_display = ["kind", "subject", "state", "progress", "attempts", "actor_label", "created_at"]
    list_filter = ["state", "kind"]
    sortable_by = ["created_at"]
    change_form_template = "admin/core/job/detail.html"

    @admin.display(description="avancement")
    def progress(self, job: Job) -> str:
        return f"{job.percent} %"

    def get_urls(self):
        site = self.admin_site
        return [
            path("traitements/<int:pk>/", site.admin_view(self.follow), name="core_job_follow"),
            path("traitements/<int:pk>/relancer/", site.admin_view(self.retry), name="core_job_retry"),
            *super().get_urls(),
        ]

    @method_decorator(require_safe)
    def follow(self, request: HttpRequest, pk: int) -> HttpResponse:
        """How far a job is: a fragment that asks again every second, or a whole page without JavaScript."""
        job = get_object_or_404(Job, pk=pk)
        if not self.has_view_permission(request, job):
            raise PermissionDenied
        if not request.htmx:
            return redirect("admin:core_job_change", pk)
        response = render(request, "admin/core/job/_progress.html", {"job": job})
        if job.state not in Job.ACTIVE:
            # What the job made is on the page around the fragment: read it again.
            response["HX-Refresh"] = "true"
        return response

    @method_decorator(require_POST)
    def retry(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            jobs.retry(get_object_or_404(Job, pk=pk), by=request.user)
        except NotAllowed as refusal:
            raise PermissionDenied(refusal.message) from refusal
        except DomainError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, "Le traitement est relancé.")
        return redirect("admin:core_job_change", pk)
