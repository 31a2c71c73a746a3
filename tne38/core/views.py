"""The one view through which private files are opened, and the state of a job."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from . import files
from .models import StoredFile

_SHOWN_INLINE = {"application/pdf", "image/png", "image/jpeg"}


@require_safe
@login_required
def open_file(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Send a private file to someone who may read it; to anyone else it does not exist."""
    file = get_object_or_404(StoredFile, pk=pk)
    if not files.may_open(request.user, file):
        raise Http404
    response = FileResponse(
        file.content.open("rb"),
        as_attachment=file.content_type not in _SHOWN_INLINE or "telecharger" in request.GET,
        filename=file.name,
        content_type=file.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    response["Cache-Control"] = "private, no-store"
    return response
