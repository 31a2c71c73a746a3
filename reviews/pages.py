"""What the pages of this app share: an act asked for by a form, a refusal told on it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from applications.forms.refusals import refuse
from tne38.core.errors import DomainError, NotAllowed


def carried_out(request: HttpRequest, form: forms.Form, act: Callable[[], str]) -> bool:
    """Do an act that returns the sentence to show; a refusal is told on the form, which keeps what was typed."""
    try:
        done = act()
    except NotAllowed as refusal:
        raise PermissionDenied(refusal.message) from refusal
    except DomainError as refusal:
        refuse(form, refusal)
        return False
    messages.success(request, done)
    return True


def told(request: HttpRequest, act: Callable[[], str]) -> None:
    """Do an act that asks for nothing; a refusal becomes a message."""
    try:
        messages.success(request, act())
    except NotAllowed as refusal:
        raise PermissionDenied(refusal.message) from refusal
    except DomainError as refusal:
        messages.error(request, refusal.message)


class Pages(admin.ModelAdmin):
    """Pages of the agents' site that the portal draws itself."""

    def page(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        """A page with the furniture of the site."""
        context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, template, context)

    def require(self, request: HttpRequest, permission: str, obj: Any = None) -> None:
        if not request.user.has_perm(permission, obj):
            raise PermissionDenied
