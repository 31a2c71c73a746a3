"""The grid that members judge by, on the page of the settings of a call."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.http import HttpRequest

from applications.admin.calls import CallAdmin
from applications.models import Call
from tne38.core.errors import DomainError

from ..domain import grid
from ..models import JudgedCriterion


class GridFormSet(BaseInlineFormSet):
    """The rows; a change that comes after a first opinion is refused."""

    def clean(self) -> None:
        super().clean()
        if not self.instance.pk or not any(form.has_changed() for form in self.forms):
            return
        try:
            grid.require_open(self.instance)
        except DomainError as refusal:
            raise ValidationError(refusal.message) from refusal


class GridInline(admin.TabularInline):
    """Set by the Département for each call; read only once a first opinion is filed."""

    model = JudgedCriterion
    formset = GridFormSet
    fields = ["label", "help", "weight", "scale", "position"]
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Call | None = None) -> bool:
        return self._may(request, "add", obj)

    def has_change_permission(self, request: HttpRequest, obj: Call | None = None) -> bool:
        return self._may(request, "change", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Call | None = None) -> bool:
        return self._may(request, "delete", obj)

    def _may(self, request: HttpRequest, act: str, call: Call | None) -> bool:
        allowed = request.user.has_perm(f"reviews.{act}_judgedcriterion")
        return allowed and not (call is not None and _is_shut(request, call))


def _is_shut(request: Any, call: Call) -> bool:
    """Asked once a page, however many rows and permissions there are."""
    if not hasattr(request, "grid_is_shut"):
        request.grid_is_shut = grid.is_shut(call)
    return bool(request.grid_is_shut)


CallAdmin.inlines.append(GridInline)
