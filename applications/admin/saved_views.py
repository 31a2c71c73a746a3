"""The views that an agent has saved of the list of dossiers: keeping one, forgetting one."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from tne38.core.errors import DomainError

from ..domain import saved_views
from ..models import SavedView
from .bulk import list_address


class SavedViewPages(admin.ModelAdmin):
    """Both lead back to the list as it was."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("vues/", view(self.keep_view), name="applications_candidacy_save_view"),
            path(
                "vues/<int:pk>/supprimer/", view(self.forget_view), name="applications_candidacy_delete_view"
            ),
            *super().get_urls(),
        ]

    @method_decorator(require_POST)
    def keep_view(self, request: HttpRequest) -> HttpResponse:
        """Keep the filters of the list under the name given."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        query = request.POST.get("liste", "")
        try:
            view = saved_views.save_view(request.POST.get("nom", ""), query, by=request.user)
        except DomainError as refusal:
            messages.warning(request, refusal.message)
        else:
            messages.success(request, f"La vue « {view} » est enregistrée ; vous seul la voyez.")
        return redirect(list_address(query))

    @method_decorator(require_POST)
    def forget_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Forget a view of one's own; somebody else's does not exist."""
        view = get_object_or_404(SavedView, pk=pk, user=request.user)
        saved_views.delete_view(view, by=request.user)
        messages.success(request, f"La vue « {view} » est supprimée.")
        return redirect(list_address(request.POST.get("liste", "")))
