"""How the schools of a dossier are told from one another."""

from collections import Counter
from collections.abc import Sequence

from .models import School, SchoolProject


def school_names(projects: Sequence[SchoolProject]) -> dict[int, str]:
    """What each school of a dossier is called among the others, by project; nothing is said of a single one.

    Many écoles have the same name: the commune is added where there are several, the UAI where that is not enough.
    """
    if len(projects) < 2:
        return {}
    several = len({project.school.commune_id for project in projects}) > 1
    names = {project.pk: _name(project.school, with_commune=several) for project in projects}
    counts = Counter(names.values())
    uai = {project.pk: project.school.uai for project in projects}
    return {pk: name if counts[name] == 1 else f"{name} – UAI {uai[pk]}" for pk, name in names.items()}


def _name(school: School, *, with_commune: bool) -> str:
    return f"{school.name} ({school.commune.name})" if with_commune and school.commune else school.name
