"""The accounts, for the administration of the portal; a password is only known to its owner."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from tne38.core.admin_pages import AgentAdmin

from . import domain
from .enums import Role
from .models import User
from .roles import set_access


class AccountForm(forms.ModelForm):
    """Who the person is and what they may do; the person chooses their password from a link."""

    roles = forms.MultipleChoiceField(
        label="Rôles",
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Sans rôle, le compte est celui d’un porteur de dossier.",
    )
    acting: Any = None  # the account that fills this form in, set by the admin page

    class Meta:
        model = User
        fields = ["email", "full_name", "is_active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["roles"].initial = sorted(self.instance.roles)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        is_oneself = self.acting is not None and self.acting.pk == self.instance.pk
        given_up = set(self.instance.roles if is_oneself else ()) - set(values.get("roles", []))
        if is_oneself and (Role.ADMINISTRATEUR in given_up or not values.get("is_active")):
            raise ValidationError("Demandez à un autre administrateur de retirer vos propres accès.")
        return values


@admin.register(User)
class UserAdmin(AgentAdmin):
    form = AccountForm
    list_display = ["full_name", "email", "role_names", "is_active", "last_login"]
    list_filter = ["is_active", "groups"]
    sortable_by = ["email"]
    search_fields = ["full_name", "email"]
    search_help_text = "Nom ou adresse"
    fields = ["full_name", "email", "is_active", "roles"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description="rôles")
    def role_names(self, user: User) -> str:
        labels = dict(Role.choices)
        return ", ".join(labels.get(group.name, group.name) for group in user.groups.all())

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        return ["email"] if obj else []

    def get_form(self, request: HttpRequest, obj: User | None = None, **kwargs: Any) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, **kwargs)
        form.acting = request.user
        return form

    def save_model(self, request: HttpRequest, obj: User, form: AccountForm, change: bool) -> None:
        values = form.cleaned_data
        if not change:
            obj.pk = domain.invite(email=values["email"], full_name=values["full_name"], by=request.user).pk
        elif "full_name" in form.changed_data:
            person = User.objects.get(pk=obj.pk)
            domain.rename(person, full_name=values["full_name"], by=request.user)
        set_access(obj, roles=values["roles"], is_active=values["is_active"], by=request.user)
