"""The public pages, the way in by role, and the demonstration's own pages."""

import hashlib

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import content_disposition_header, quote_etag
from django.views.decorators.http import require_safe

from applications.blank_form import blank_form_pdf, file_name
from applications.models import Call
from tne38.accounts.destinations import home_of
from tne38.notifications.models import Message

from .call_page import call_page
from .calls import announced_calls
from .components import component_examples
from .guide import STAGES

MESSAGES_PER_PAGE = 25


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What one can apply to, until when, and how to begin."""
    return render(request, "pages/home.html", {"calls": announced_calls(timezone.now())})


@require_safe
def call(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything one call says, open or not."""
    return render(request, "pages/call/page.html", vars(call_page(slug, at=timezone.now())))


@require_safe
def blank_form(request: HttpRequest, slug: str) -> HttpResponseBase | None:
    """The paper form of a call; a browser that has it as it stands keeps its own."""
    call = get_object_or_404(Call, slug=slug)
    content = blank_form_pdf(call)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, file_name(call)) or ""
    patch_cache_control(response, public=True, max_age=600)
    etag = quote_etag(hashlib.sha256(content).hexdigest())
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/contact.html", {"department": settings.DEPARTMENT})


@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/site_map.html", {"calls": Call.objects.all(), "stages": STAGES})


@require_safe
@login_required
def dashboard(request: HttpRequest) -> HttpResponse:
    """Lead each person to where their work is."""
    return redirect(home_of(request.user))


@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/legal.html", {"department": settings.DEPARTMENT})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/privacy.html", {"department": settings.DEPARTMENT})


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/terms.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility.html", {"department": settings.DEPARTMENT})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines may read the public pages; dossiers and the site of the agents are not for them."""
    return render(request, "pages/robots.txt", content_type="text/plain; charset=utf-8")


def _only_in_the_demonstration() -> None:
    if not settings.DEMO:
        raise Http404


@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """Every e-mail of the demonstration, newest first."""
    _only_in_the_demonstration()
    page = Paginator(Message.objects.all(), MESSAGES_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "pages/mailbox.html", {"page": page})


@require_safe
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """One e-mail of the demonstration, with its attachment."""
    _only_in_the_demonstration()
    email = get_object_or_404(Message.objects.select_related("attachment"), pk=pk)
    return render(request, "pages/message.html", {"email": email})


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every part that pages are built from, with its class names."""
    _only_in_the_demonstration()
    return render(request, "pages/components.html", component_examples(request))
