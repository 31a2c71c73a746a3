"""The accounts, for the administration of the portal; a password is only known to its owner."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from tne38.core.admin_pages import AgentAdmin
from tne38.core.errors import DomainError

from . import domain
from .enums import Role
from .models import User
from .pending import owes_code
from .roles import require_grantable, set_access


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
        if self.instance.pk and "roles" in values:
            try:
                require_grantable(self.instance, values["roles"])
            except DomainError as refusal:
                self.add_error("roles", refusal.message)
        return values


class SecondFactorForm(forms.Form):
    """Why the authenticator is removed."""

    reason = forms.CharField(
        label="Motif",
        help_text="Par exemple : téléphone perdu, identité vérifiée de vive voix. Le journal le garde.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )


@admin.register(User)
class UserAdmin(AgentAdmin):
    form = AccountForm
    list_display = ["full_name", "email", "role_names", "is_active", "last_login"]
    list_filter = ["is_active", "groups"]
    sortable_by = ["email"]
    search_fields = ["full_name", "email"]
    search_help_text = "Nom ou adresse"
    fields = ["full_name", "email", "is_active", "roles", "second_factor"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description="rôles")
    def role_names(self, user: User) -> str:
        labels = dict(Role.choices)
        return ", ".join(labels.get(group.name, group.name) for group in user.groups.all())

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        return ["email", "second_factor"] if obj else ["second_factor"]

    @admin.display(description="double authentification")
    def second_factor(self, user: User) -> str:
        if user.pk is None or not owes_code(user):
            return "Inactive"
        address = reverse("admin:accounts_user_second_factor", args=[user.pk])
        return format_html('Active. <a href="{}">La retirer (téléphone perdu ou changé)</a>', address)

    def get_urls(self):
        view = self.admin_site.admin_view(self.remove_second_factor)
        return [
            path("<int:pk>/double-authentification/", view, name="accounts_user_second_factor"),
            *super().get_urls(),
        ]

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def remove_second_factor(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask why, then remove the authenticator of somebody who has lost their telephone."""
        if not request.user.has_perm("accounts.change_user"):
            raise PermissionDenied
        user = get_object_or_404(User, pk=pk)
        form = SecondFactorForm(request.POST or None)
        if form.is_valid():
            try:
                domain.remove_second_factor(user, reason=form.cleaned_data["reason"], by=request.user)
            except DomainError as refusal:
                form.add_error(None, refusal.message)
            else:
                messages.success(request, f"La double authentification de {user.full_name} est retirée.")
                return redirect("admin:accounts_user_change", pk)
        context = {**self.admin_site.each_context(request), "opts": self.opts, "person": user, "form": form}
        return TemplateResponse(request, "admin/accounts/user/second_factor.html", context)

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
