"""What the equipment lines add to the checks of a dossier."""

from collections.abc import Iterable, Sequence

from django.db.models import Prefetch, prefetch_related_objects

from applications.checks import Finding, Level, register, register_for_pages
from applications.models import Candidacy, SchoolProject
from tne38.core.money import french

from .amounts import amounts_asked, asked_by_project
from .models import Line
from .totals import financing_of, own_share_sentence


@register
def check_lines(_candidacy: Candidacy, projects: Sequence[SchoolProject]) -> Iterable[Finding]:
    """Equipment comes with the classes where it goes; a unit price above the cap is capped, never refused."""
    prefetch_related_objects(projects, Prefetch("lines", Line.objects.select_related("item")))
    for index, project in enumerate(projects):
        asked = list(project.lines.all())
        if asked and not project.classes.all():
            yield Finding(
                "champ_obligatoire",
                "Indiquez au moins une classe concernée par les équipements, avec son débit.",
                f"projets[{index}].classes",
                "classes",
                Level.REFUSAL,
                project_id=project.pk,
            )
        for number, line in enumerate(asked):
            if line.unit_price > line.cap:
                yield _over_cap(line, f"projets[{index}].equipements[{number}].prix_unitaire", project.pk)


def _over_cap(line: Line, path: str, project_id: int) -> Finding:
    message = (
        f"{line.item.label} : le plafond est de {french(line.cap)} par unité ; "
        f"{french(line.asked - line.eligible)} restent à votre charge."
    )
    return Finding("prix_plafond", message, path, "equipements", Level.REMARK, project_id=project_id)


@register_for_pages
def check_own_share(candidacy: Candidacy) -> Iterable[Finding]:
    """The commune or the EPCI pays at least 20 % of the public money (CGCT, art. L1111-10): said, never blocking."""
    if candidacy.organisation.is_private:
        return
    amounts = amounts_asked(candidacy, asked_by_project(candidacy).values())
    financing = financing_of(candidacy, amounts)
    if financing and (message := own_share_sentence(financing)):
        yield Finding("part_propre", message, "", "financements", Level.REMARK)
