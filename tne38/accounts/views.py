"""The way in and out."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django_otp import login as otp_login

from . import domain, pending
from .demo import DEMO_ACCOUNTS, DemoAccount
from .destinations import home_of
from .forms import CodeForm, SignInForm
from .models import User
from .rules import second_factor_ok

_BACKEND = "tne38.accounts.backends.PasswordBackend"


class SignIn(LoginView):
    """E-mail and password; then the code, for the accounts that have an authenticator."""

    form_class = SignInForm
    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def form_valid(self, form: SignInForm) -> HttpResponse:
        user = form.get_user()
        if pending.owes_code(user):
            pending.start(self.request, user, then=self.get_redirect_url())
            return redirect("accounts:code")
        login(self.request, user)
        return HttpResponseRedirect(self.get_success_url())

    def get_success_url(self) -> str:
        """Where they were going, unless the account must first be given a second factor."""
        wanted = self.get_redirect_url() if second_factor_ok(self.request.user) else ""
        return wanted or home_of(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"demo_accounts": _demo_accounts()}


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The one-time code; only then is the person signed in."""
    owed = pending.current(request)
    if owed is None:
        messages.warning(request, "Le délai est passé : saisissez de nouveau votre mot de passe.")
        return redirect("accounts:sign_in")
    user, then = owed
    form = CodeForm(request.POST or None)
    if form.is_valid():
        device = domain.verify_code(user, form.cleaned_data["code"])
        if device is not None:
            pending.finish(request)
            _enter(request, user, device)
            return HttpResponseRedirect(then or home_of(request.user))
        form.add_error("code", "Ce code n’est pas le bon. Attendez le suivant, puis saisissez-le.")
    context = {"form": form, "demo_accounts": _demo_accounts()}
    return render(request, "accounts/code.html", context, status=422 if form.errors else 200)


def _demo_accounts() -> tuple[DemoAccount, ...]:
    return DEMO_ACCOUNTS if settings.DEMO else ()


def enter(request: HttpRequest, user: User) -> None:
    """Open the session of someone who has just proven who they are otherwise than by a password."""
    login(request, user, backend=_BACKEND)


def _enter(request: HttpRequest, user: User, device: Any) -> None:
    enter(request, user)
    otp_login(request, device)
    request.user.is_verified = lambda: True  # for the rest of this request; the middleware does the next ones


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    messages.success(request, "Vous êtes déconnecté.")
    return redirect(settings.LOGOUT_REDIRECT_URL)


def locked_out(request: HttpRequest, *_details: Any) -> HttpResponse:
    """Too many wrong passwords (AXES_LOCKOUT_CALLABLE)."""
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    return render(request, "429.html", {"minutes": minutes}, status=429)
