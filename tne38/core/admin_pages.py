"""What the pages of the admin site have in common."""

from typing import Any

from django.contrib import admin
from django.contrib.admin import ShowFacets
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import FieldDoesNotExist
from django.core.paginator import Page, Paginator
from django.db.models import Field, Model, QuerySet
from django.forms import Field as FormField
from django.forms import SplitDateTimeField
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst

from .money_fields import MoneyField
from .text import fold

# Django would draw an amount as a number field, which refuses « 60 000,00 ».
MONEY_AS_TEXT = {MoneyField: {"widget": AdminTextInputWidget}}


class KeysFirst(Paginator):
    """Sorts and skips keys alone, then reads the rows of one page: the last page costs what the first does."""

    def page(self, number: int) -> Page:
        found = super().page(number)
        found.object_list = self.object_list.filter(pk__in=found.object_list.values("pk"))
        return found


class AgentAdmin(admin.ModelAdmin):
    """A list of the portal: sixty rows, no bulk act, no deletion, counts that stay cheap.

    The journal (`core/journal.py`) says who did what; Django's own log of the admin site stays empty.
    """

    actions = None
    list_per_page = 60
    paginator = KeysFirst
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    formfield_overrides = MONEY_AS_TEXT
    # Name of a column that holds folded text: the search then ignores case and accents.
    folded_search = ""

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> FormField | None:
        """A moment is typed in two fields, which Django leaves without a label: each says which one it is."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, SplitDateTimeField):
            for widget, part in zip(field.widget.widgets, ("le jour", "l’heure"), strict=True):
                widget.attrs["aria-label"] = f"{capfirst(db_field.verbose_name)}\u00a0: {part}"
        return field

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Only the filters of the list. Django takes any field of the row, whose text could then be guessed letter
        by letter from the number of rows found: a link that a message holds, a hash.
        """
        try:
            self.opts.get_field(lookup.split("__", maxsplit=1)[0])
        except FieldDoesNotExist:
            return True  # what a filter of ours is called
        filters = (given[0] if isinstance(given, (tuple, list)) else given for given in self.list_filter)
        names = [name for name in filters if isinstance(name, str)]
        return any(lookup == name or lookup.startswith(f"{name}__") for name in names)

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        return (self.folded_search,) if self.folded_search else tuple(self.search_fields)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        if not self.folded_search:
            return super().get_search_results(request, queryset, search_term)
        for word in fold(search_term).split():
            queryset = queryset.filter(**{f"{self.folded_search}__contains": word})
        return queryset, False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """One main button: save, and back to the list."""
        context |= {"show_save_and_add_another": False, "show_save_and_continue": False}
        if context.get("original"):
            context |= {"title": str(context["original"]), "subtitle": None}
        return super().render_change_form(request, context, *args, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> None:
        """The domain function has written the journal."""

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> None:
        """The domain function has written the journal."""


class ReadOnlyAdmin(AgentAdmin):
    """A list that one reads; its rows change elsewhere."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
