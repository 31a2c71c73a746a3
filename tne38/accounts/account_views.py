"""One's own account: name, password, second factor."""

from base64 import b32encode
from secrets import token_bytes
from urllib.parse import quote, urlencode

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django_otp import login as otp_login

from tne38.core.errors import DomainError

from . import domain, pending
from .destinations import home_of
from .forms import EnrolmentForm, NameForm, OwnPasswordForm
from .models import User
from .rules import needs_second_factor

_SALT = "accounts.second_factor"
_PROOF_LASTS = 1800  # seconds


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Name, and the way to the rest."""
    form = NameForm(request.POST or None, initial={"full_name": request.user.full_name})
    if form.is_valid():
        domain.rename(request.user, full_name=form.cleaned_data["full_name"], by=request.user)
        messages.success(request, "Votre nom est enregistré.")
        return redirect("accounts:account")
    context = {
        "form": form,
        "has_second_factor": pending.owes_code(request.user),
        "needs_second_factor": needs_second_factor(request.user),
    }
    return render(request, "accounts/account.html", context, status=422 if form.errors else 200)


@login_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change one's password; this session goes on, the others end."""
    form = OwnPasswordForm(request.user, request.POST or None)
    if form.is_valid():
        update_session_auth_hash(request, form.save())
        messages.success(request, "Votre nouveau mot de passe est enregistré.")
        return redirect("accounts:account")
    return render(request, "accounts/password.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@login_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Bind an authenticator application to the account."""
    if pending.owes_code(request.user):
        if request.user.is_verified():
            return redirect("accounts:account")
        # Signed in before the authenticator was bound, in another browser.
        pending.start(request, request.user, then="")
        return redirect("accounts:code")
    form = EnrolmentForm(request.POST or None)
    secret = _secret_of(request) or b32encode(token_bytes(20)).decode()
    if form.is_valid():
        try:
            device = domain.enrol_second_factor(request.user, secret=secret, code=form.cleaned_data["code"])
        except DomainError as refusal:
            form.add_error("code", refusal.message)
        else:
            request.session.cycle_key()
            otp_login(request, device)
            request.user.is_verified = lambda: True
            messages.success(request, "La double authentification est active.")
            return redirect(home_of(request.user))
    context = {"form": form, "needs_second_factor": needs_second_factor(request.user)}
    return render(
        request,
        "accounts/second_factor.html",
        context | _to_scan(request.user, secret),
        status=422 if form.errors else 200,
    )


def _secret_of(request: HttpRequest) -> str | None:
    """The secret this person was shown, if it comes back as it left and soon enough."""
    try:
        proof = signing.loads(request.POST.get("proof", ""), salt=_SALT, max_age=_PROOF_LASTS)
    except signing.BadSignature:
        return None
    return proof["secret"] if proof["user"] == request.user.pk else None


def _to_scan(user: User, secret: str) -> dict[str, str]:
    issuer = settings.OTP_TOTP_ISSUER
    query = urlencode({"secret": secret, "issuer": issuer}, quote_via=quote)
    uri = f"otpauth://totp/{quote(issuer)}:{quote(user.email)}?{query}"
    return {
        "qr": segno.make(uri, error="m").svg_data_uri(scale=5, border=4, dark="#000", light="#fff"),
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        "proof": signing.dumps({"secret": secret, "user": user.pk}, salt=_SALT),
    }
