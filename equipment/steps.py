"""The step that the equipment adds to a dossier, after the ENT and before the classes."""

from django.db.models import Prefetch, prefetch_related_objects

from applications.steps import Step, register

from .domain.lines import STEP
from .forms.lines import LinesPage
from .models import Line

register(
    Step(
        70,
        STEP,
        "Équipements",
        "Quels équipements demandez-vous ?",
        "Indiquez le prix de votre devis, ou une estimation. Le cahier des charges fixe un plafond par article.",
        LinesPage,
        lambda candidacy, project: bool(project.lines.all()),
        load=lambda projects: prefetch_related_objects(
            projects, Prefetch("lines", Line.objects.select_related("item"))
        ),
    )
)
