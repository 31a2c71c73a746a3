"""What stands between a session and the pages."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from .rules import second_factor_ok


class SecondFactorMiddleware:
    """Whoever owes a second factor and has not shown it opens nothing but the pages of their account.

    The rules of the portal ask what a role may do, not how its session was opened: it is asked here, once, for
    every page of every site.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None  # nobody: the session is not even looked at, and a public page stays one that caches may keep
        match = request.resolver_match
        if match is not None and match.namespace == "accounts":
            return None
        if request.user.is_authenticated and not second_factor_ok(request.user):
            return redirect("accounts:second_factor")
        return None
