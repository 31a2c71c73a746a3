"""The life of a compte rendu financier: awaited, filed, asked again, accepted."""

from django.db import models
from django_fsm import FSMField, FSMModelMixin

from tne38.core.workflow import Wording, step

FILE, CHECK = "conventions.file_report", "conventions.check_report"


class ReportState(models.TextChoices):
    AWAITED = "awaited", "Attendu"
    FILED = "filed", "À vérifier"
    TO_REDO = "to_redo", "À reprendre"
    ACCEPTED = "accepted", "Accepté"


OWED = [ReportState.AWAITED, ReportState.TO_REDO]


class ReportWorkflow(FSMModelMixin, models.Model):
    state = FSMField("état", max_length=20, choices=ReportState, default=ReportState.AWAITED, protected=True)

    class Meta:
        abstract = True

    @step(
        field=state,
        source=OWED,
        target=ReportState.FILED,
        permission=FILE,
        wording=Wording("Déposer le compte rendu", "Compte rendu déposé, vérification en cours"),
    )
    def hand_in(self) -> None:
        """Le bénéficiaire dépose son compte rendu financier, ou le dépose à nouveau."""

    @step(
        field=state,
        source=[ReportState.FILED],
        target=ReportState.ACCEPTED,
        permission=CHECK,
        wording=Wording("Accepter le compte rendu", "Compte rendu accepté"),
    )
    def accept(self) -> None:
        """Un gestionnaire a vérifié l’emploi de la subvention."""

    @step(
        field=state,
        source=[ReportState.FILED],
        target=ReportState.TO_REDO,
        permission=CHECK,
        wording=Wording("Redemander le compte rendu", "Compte rendu à reprendre"),
    )
    def ask_again(self) -> None:
        """Un gestionnaire dit ce qui manque ou ne convient pas."""
