"""The history of a dossier, for its members."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ..history import acts, entries_of, of_one_school, people_of
from ..models import Candidacy
from ..powers import powers_of
from ..status import status_of, title_of
from ..summary import projects_to_read, school_names
from .access import dossier_or_404

PER_PAGE = 30


@require_safe
@login_required
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Who changed what and when, latest first; « ?ecole= » and « ?personne= » narrow it down."""
    candidacy = dossier_or_404(request, pk)
    powers = powers_of(candidacy, request.user)
    if not powers.member:
        raise Http404
    schools, people = _schools(candidacy), people_of(candidacy)
    entries = entries_of(candidacy)
    uai, person = request.GET.get("ecole", ""), request.GET.get("personne", "")
    if uai in schools:
        entries = entries.filter(of_one_school(uai))
    if person in {str(number) for number, _name in people}:
        entries = entries.filter(actor_id=int(person))
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "candidacy": candidacy,
        "title": title_of(candidacy),
        "status": status_of(candidacy, at=timezone.now(), asker=powers.asker),
        "powers": powers,
        "page": page,
        "acts": acts(page, schools),
        "schools": schools if len(schools) > 1 else {},
        "people": people,
        "uai": uai,
        "person": person,
        "query": f"&{urlencode({'ecole': uai, 'personne': person})}",
    }
    return render(request, "applications/history.html", context)


def _schools(candidacy: Candidacy) -> dict[str, str]:
    """The schools of the dossier by UAI, named as elsewhere in it."""
    projects = projects_to_read(candidacy)
    names = school_names(projects)
    return {project.school.uai: names.get(project.pk, project.school.name) for project in projects}
