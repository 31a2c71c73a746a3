"""What passes by e-mail: opening an account, a forgotten password, the page behind the link.

The answer never tells whether an address has an account.
"""

from django.contrib.auth.views import PasswordResetConfirmView
from django.contrib.messages.views import SuccessMessageMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.views.decorators.http import require_http_methods

from . import domain
from .forms import ChoosePasswordForm, ForgottenForm, SignUpForm


@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """Ask for an account."""
    form = SignUpForm(request.POST or None)
    if form.is_valid():
        domain.sign_up(email=form.cleaned_data["email"], full_name=form.cleaned_data["full_name"])
        return render(request, "accounts/mail_sent.html", {"email": form.cleaned_data["email"]})
    return render(request, "accounts/sign_up.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a link by which to choose another password."""
    form = ForgottenForm(request.POST or None)
    if form.is_valid():
        domain.ask_new_password(email=form.cleaned_data["email"])
        return render(request, "accounts/mail_sent.html", {"email": form.cleaned_data["email"]})
    return render(request, "accounts/forgotten.html", {"form": form}, status=422 if form.errors else 200)


class ChoosePassword(SuccessMessageMixin, PasswordResetConfirmView):
    """The page behind the link; its secret leaves the address bar at once."""

    form_class = ChoosePasswordForm
    template_name = "accounts/choose_password.html"
    success_url = reverse_lazy("accounts:sign_in")
    success_message = "Votre mot de passe est enregistré. Connectez-vous."
    reset_url_token = "choisir"  # noqa: S105 (the word in the address)
