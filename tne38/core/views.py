"""The one view through which private files are opened, and the health of the portal."""

import logging

from django.contrib.auth.decorators import login_required
from django.db import DatabaseError, connection
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from . import files
from .models import StoredFile

log = logging.getLogger("tne38.core")
_SHOWN_INLINE = {"application/pdf", "image/png", "image/jpeg"}


@require_safe
@login_required
def open_file(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Send a private file to someone who may read it; to anyone else it does not exist."""
    file = get_object_or_404(StoredFile, pk=pk)
    if not files.may_open(request.user, file):
        raise Http404
    if file.is_closed:
        return render(request, "core/closed_file.html", {"file": file}, status=403)
    response = FileResponse(
        file.content.open("rb"),
        as_attachment=file.content_type not in _SHOWN_INLINE or "telecharger" in request.GET,
        filename=file.name,
        content_type=file.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Whether this process answers and reaches its database: 200 or 503, for whoever watches the portal."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        log.exception("the database does not answer")
        return JsonResponse({"etat": "indisponible", "base": False}, status=503)
    return JsonResponse({"etat": "ok", "base": True}, headers={"Cache-Control": "no-store"})
