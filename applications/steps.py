"""The steps of a dossier, in order: one registry for the form, the recapitulation and the documents.

A later app adds its own step with `register`; nothing here knows of it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects

from .domain import attachments, classes, fundings
from .domain.editing import Place
from .forms.choices import EntPage, FamilyPage, TrainingPage
from .forms.classes import ClassesPage
from .forms.fundings import FundingsPage
from .forms.organisation import porteur_page
from .forms.page import Page, is_started
from .forms.pieces import PiecesPage
from .forms.pieces import is_started as has_pieces
from .forms.premises import OWNER_FIELDS, OwnerPage
from .forms.school import ParkPage, ProjectPage, SchoolPage
from .models import Call, Candidacy, SchoolProject

SUMMARY = "recapitulatif"


@dataclass(frozen=True)
class Step:
    """One topic, one page. `question` is its heading; `started` says whether something was answered."""

    position: int
    slug: str
    title: str
    question: str
    help: str
    page: Callable[..., Page]
    started: Callable[[Candidacy, SchoolProject], bool]
    concerns: Callable[[Call], bool] = lambda call: True
    of_school: bool = True  # said once per school; else once per dossier
    optional: bool = False  # a dossier may say nothing of it
    by_schools: bool = False  # said once, and the members of a school add what is theirs
    # Reads at once, for every school, the rows that the page shows.
    load: Callable[[Sequence[SchoolProject]], None] = lambda projects: None

    def open(self, candidacy: Candidacy, project: SchoolProject, data: Any = None) -> Page:
        """The page of this step for a project, with what was posted if anything was."""
        page = self.page(candidacy, project, data)
        page.place = self.place(candidacy, project)
        return page

    def place(self, candidacy: Candidacy, project: SchoolProject) -> Place:
        """What of the dossier this step writes."""
        return Place(candidacy, self.slug, project if self.of_school else None)


_steps: dict[str, Step] = {}


def register(step: Step) -> Step:
    """Add a step; its position gives its place, in tens."""
    if step.slug in _steps or any(step.position == other.position for other in _steps.values()):
        raise ValueError(f"The step {step.slug!r} or its position is taken.")
    _steps[step.slug] = step
    return step


def steps_of(call: Call) -> list[Step]:
    """The steps of a call's dossiers, in order."""
    found = (step for step in _steps.values() if step.concerns(call))
    return sorted(found, key=lambda step: step.position)


def _filled(*names: str) -> Callable[[Candidacy, SchoolProject], bool]:
    return lambda candidacy, project: is_started(project, names)


def _porteur_is_started(candidacy: Candidacy, _project: SchoolProject) -> bool:
    """Whether something was answered beyond what the directory gives."""
    names = ["siret", "rna", "email", "representative_name", "representative_title", "cer_accepted_at"]
    porteur = candidacy.organisation
    return is_started(porteur, [*names, "name"] if porteur.is_private else names)


register(
    Step(
        10,
        "etablissement",
        "Établissement",
        "Combien d’élèves et de classes compte votre établissement ?",
        "Ces effectifs servent aux critères de priorisation de l’appel.",
        SchoolPage,
        _filled("divisions", "pupils", "linked_to_lycee", "contact_name", "contact_email"),
    )
)
register(
    Step(
        20,
        "parc",
        "État du parc",
        "De quels équipements en bon état disposez-vous ?",
        "Comptez ce qui fonctionne aujourd’hui dans l’établissement ; écrivez 0 s’il n’y en a pas.",
        ParkPage,
        _filled("working_projectors", "working_mobile_labs", "park_comment"),
        lambda call: call.is_for_college,
    )
)
register(
    Step(
        30,
        "projet",
        "Projet pédagogique",
        "Quel est votre projet pédagogique ?",
        "L’équipe éducative y décrit ce que les élèves feront et apprendront, "
        "et les domaines du socle commun concernés.",
        ProjectPage,
        _filled("description", "socle_domains"),
    )
)
register(
    Step(
        40,
        "formation",
        "Formation",
        "Quelles formations souhaitez-vous ?",
        "Réseau Canopé forme les professeurs : toute dotation de matériel est accompagnée d’une formation.",
        TrainingPage,
        _filled("training"),
    )
)
register(
    Step(
        50,
        "parentalite",
        "Parentalité",
        "Quelles actions mènerez-vous avec les familles ?",
        "La Ligue de l’enseignement accompagne les familles, à partir des besoins de l’établissement.",
        FamilyPage,
        _filled("family_actions"),
    )
)
register(
    Step(
        60,
        "ent",
        "Espace numérique de travail",
        "Quel espace numérique de travail utilisez-vous ?",
        "Un abonnement à un ENT multisupport, conforme au schéma directeur (SDET), est obligatoire.",
        EntPage,
        _filled("ent_name", "ent_years", "ent_annual_cost"),
    )
)
register(
    Step(
        80,
        classes.STEP,
        "Classes et Internet",
        "Quelles classes seront équipées, avec quel débit Internet ?",
        "Mesurez le débit dans chaque classe concernée, par exemple avec un test de débit en ligne.",
        ClassesPage,
        lambda candidacy, project: bool(project.classes.all()),
        load=lambda projects: prefetch_related_objects(projects, "classes"),
    )
)
register(
    Step(
        85,
        fundings.STEP,
        "Autres financements",
        "Quelles autres subventions demandez-vous pour ces dépenses ?",
        "Indiquez les aides publiques demandées ou obtenues ailleurs : État (DETR, DSIL), Région, autre aide du "
        "Département… S’il n’y en a pas, passez à la suite.",
        FundingsPage,
        lambda candidacy, project: bool(candidacy.other_fundings.all()),
        lambda call: not call.is_for_college,
        of_school=False,
        optional=True,
    )
)
register(
    Step(
        90,
        "porteur",
        "Porteur",
        "Qui porte le dossier ?",
        "Cet organisme signe la convention et reçoit la subvention.",
        porteur_page,
        _porteur_is_started,
        of_school=False,
    )
)
register(
    Step(
        95,
        "proprietaire",
        "Propriétaire des locaux",
        "À qui appartiennent les locaux ?",
        "Par exemple une SCI ou une association diocésaine : cet organisme signe alors la convention avec le "
        "porteur. Si le porteur est propriétaire, laissez cette rubrique vide.",
        OwnerPage,
        _filled(*OWNER_FIELDS),
        lambda call: call.is_for_college,
        of_school=False,
        optional=True,
    )
)
register(
    Step(
        100,
        attachments.STEP,
        "Pièces",
        "Quelles pièces joignez-vous au dossier ?",
        "Elles ne sont lues que par vous, le Département et la commission. Vous pouvez les remplacer ou les retirer "
        "jusqu’au dépôt.",
        PiecesPage,
        has_pieces,
        of_school=False,
        optional=True,
        by_schools=True,
    )
)
