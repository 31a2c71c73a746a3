"""The life of a session of the commission: prepared, open, closed."""

from django.db import models
from django_fsm import FSMField, FSMModelMixin

from tne38.core.workflow import Wording, step

RUN = "reviews.run_session"


class SessionState(models.TextChoices):
    PREPARED = "prepared", "En préparation"
    OPEN = "open", "Ouverte"
    CLOSED = "closed", "Close"


class SessionWorkflow(FSMModelMixin, models.Model):
    state = FSMField(
        "état", max_length=20, choices=SessionState, default=SessionState.PREPARED, protected=True
    )

    class Meta:
        abstract = True

    @step(
        field=state,
        source=[SessionState.PREPARED],
        target=SessionState.OPEN,
        permission=RUN,
        wording=Wording("Ouvrir la séance", "Séance ouverte"),
    )
    def begin(self) -> None:
        """Les membres sont là : les dossiers de l’ordre du jour sont examinés un à un."""

    @step(
        field=state,
        source=[SessionState.OPEN],
        target=SessionState.CLOSED,
        permission=RUN,
        wording=Wording("Clore la séance", "Séance close"),
    )
    def end(self) -> None:
        """Les décisions sont prises : le procès-verbal est figé et les lettres peuvent partir."""
