"""The step-by-step guide to écoles and communes: its stages and questions, in the order of the founding text.

Each answer is a template of its own, `pages/guide/answers/<slug>.html`. Its words are those of the guide;
what the portal adds stands apart, in a note « Dans le portail ».
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """A question of the guide; its slug is the anchor of its answer, unique in the whole guide."""

    slug: str
    title: str

    @property
    def template(self) -> str:
        return f"pages/guide/answers/{self.slug}.html"


@dataclass(frozen=True)
class Stage:
    """One « étape » of the guide: a page."""

    number: int
    slug: str
    name: str
    title: str
    questions: tuple[Question, ...]


STAGES = (
    Stage(
        1,
        "decouvrir",
        "Découvrir",
        "Je découvre le programme TNE et m’informe sur l’Appel à Manifestation d’Intérêt PAC accessibilité des "
        "apprentissages",
        (
            Question("programme", "Qu’est-ce que le programme TNE\u00a0?"),
            Question("isere", "Quelles sont les spécificités du programme TNE en Isère\u00a0?"),
            Question("lancement", "Quand ce programme a-t-il été lancé\u00a0?"),
            Question("a-qui", "À qui s’adresse l’AMI PAC Accessibilité des apprentissages\u00a0?"),
            Question(
                "calendrier", "Quel est le calendrier de cet AMI PAC Accessibilité des Apprentissages\u00a0?"
            ),
            Question(
                "documents",
                "Quels sont les documents à prendre en compte pour l’AMI PAC Accessibilité des "
                "apprentissages\u00a0?",
            ),
        ),
    ),
    Stage(
        2,
        "candidater",
        "Candidater",
        "Je candidate à l’AMI PAC Accessibilité des apprentissages pour mon école / pour une ou plusieurs écoles "
        "de ma commune",
        (
            Question("dossier", "Quel est le contenu de ma candidature\u00a0?"),
            Question("preparer", "Comment préparer la candidature\u00a0?"),
            Question("deposer", "Comment déposer ma candidature\u00a0?"),
            Question("traitement", "Comment est traitée ma candidature\u00a0?"),
            Question("contact", "Qui contacter en cas de question sur ma candidature\u00a0?"),
        ),
    ),
    Stage(
        3,
        "laureat",
        "Lauréat",
        "Si je suis lauréat de l’AMI du PAC Accessibilité des apprentissages, je lance concrètement le programme "
        "TNE dans mon école / dans ma commune",
        (
            Question(
                "premieres-etapes",
                "Quelles sont les premières étapes à réaliser une fois la candidature validée par la commission "
                "technique du TNE\u00a0?",
            ),
            Question(
                "commission-permanente",
                "Que se passe-t-il après le passage en commission permanente\u00a0?",
            ),
            Question("deploiement", "Comment le déploiement du programme se déroule-t-il\u00a0?"),
            Question("subvention", "Comment toucher la subvention\u00a0?"),
        ),
    ),
)


def stage_of(slug: str) -> Stage | None:
    """The stage of this address, if there is one."""
    return next((stage for stage in STAGES if stage.slug == slug), None)


def beside(stage: Stage) -> tuple[Stage | None, Stage | None]:
    """The stages before and after this one."""
    before = STAGES[stage.number - 2] if stage.number > 1 else None
    after = STAGES[stage.number] if stage.number < len(STAGES) else None
    return before, after
