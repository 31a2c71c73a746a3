"""The log of e-mails, as agents see it."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from tne38.core.admin_pages import ReadOnlyAdmin
from tne38.core.errors import DomainError, NotAllowed

from . import outbox
from .models import Message, without_secrets


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = ["subject", "recipient", "reference", "state", "created_at", "sent_at"]
    list_filter = ["state", "kind"]
    sortable_by = ["created_at"]
    search_fields = ["reference", "recipient", "subject"]
    search_help_text = "Dossier, destinataire ou objet"
    fields = [
        "subject",
        "recipient",
        "reference",
        "state",
        "attempts",
        "last_error",
        "created_at",
        "sent_at",
        "text",
    ]
    readonly_fields = ["text"]
    change_form_template = "admin/notifications/message/detail.html"

    @admin.display(description="texte")
    def text(self, message: Message) -> str:
        """The text, without what the links of a person let do in their place."""
        return without_secrets(message.body)

    def get_urls(self):
        retry = self.admin_site.admin_view(self.retry)
        return [path("<int:pk>/renvoyer/", retry, name="notifications_message_retry"), *super().get_urls()]

    @method_decorator(require_POST)
    def retry(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            outbox.retry(get_object_or_404(Message, pk=pk), by=request.user)
        except NotAllowed as refusal:
            raise PermissionDenied(refusal.message) from refusal
        except DomainError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, "Le message est remis dans la file d’envoi.")
        return redirect("admin:notifications_message_change", pk)
