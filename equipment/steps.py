"""The step that the equipment adds to a dossier, after the ENT and before the classes."""

from applications.steps import Step, register

from .forms import LinesPage

register(
    Step(
        70,
        "equipements",
        "Équipements",
        "Quels équipements demandez-vous ?",
        "Indiquez le prix de votre devis, ou une estimation. Le cahier des charges fixe un plafond par article.",
        LinesPage,
        lambda candidacy, project: project.lines.exists(),
    )
)
