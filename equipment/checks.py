"""What the equipment lines add to the checks of a dossier."""

from collections.abc import Iterable

from applications.checks import Finding, Level, projects_of, register
from applications.models import Candidacy
from tne38.core.money import french

from .models import Line


@register
def check_lines(candidacy: Candidacy) -> Iterable[Finding]:
    """Equipment comes with the classes where it goes; a unit price above the cap is capped, never refused."""
    lines: dict[int, list[Line]] = {}
    found = (
        Line.objects.filter(project__candidacy=candidacy).select_related("item").order_by("position", "id")
    )
    for line in found:
        lines.setdefault(line.project_id, []).append(line)
    for index, project in enumerate(projects_of(candidacy)):
        asked = lines.get(project.pk, [])
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
