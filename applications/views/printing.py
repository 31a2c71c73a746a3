"""The dossier as a document to keep or to print."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from ..archive import entries_of, stream
from ..enums import CandidacyState
from ..recapitulation import file_name, recapitulation_pdf
from .access import dossier_or_404


@require_safe
@login_required
def recapitulation(request: HttpRequest, pk: int) -> HttpResponse:
    """The recapitulation of the dossier as it stands, for whoever sees it; made on demand, never kept."""
    candidacy = dossier_or_404(request, pk)
    response = HttpResponse(recapitulation_pdf(candidacy), content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, file_name(candidacy)) or ""
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@login_required
def archive(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Everything of a deposited dossier that the person may open, in one ZIP sent as it is made."""
    candidacy = dossier_or_404(request, pk)
    if candidacy.state == CandidacyState.DRAFT:
        raise Http404
    content = stream(candidacy, entries_of(candidacy, request.user))
    response = StreamingHttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = (
        content_disposition_header(True, f"dossier-{candidacy.number}.zip") or ""
    )
    response["Cache-Control"] = "private, no-store"
    return response
