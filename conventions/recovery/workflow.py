"""The life of a recovery: told to the beneficiary, answered, decided by a second person, called for, given back."""

from django.db import models
from django_fsm import FSMField, FSMModelMixin

from tne38.core.workflow import Wording, step


class RecoveryState(models.TextChoices):
    OPENED = "opened", "Observations attendues"
    ANSWERED = "answered", "Observations reçues"
    MAINTAINED = "maintained", "Titre de recettes à émettre"
    TITLED = "titled", "Remboursement attendu"
    RETURNED = "returned", "Remboursé"
    DROPPED = "dropped", "Abandonné"


UNDECIDED = [RecoveryState.OPENED, RecoveryState.ANSWERED]
OPEN_RECOVERY = [*UNDECIDED, RecoveryState.MAINTAINED, RecoveryState.TITLED]
OPEN = "conventions.open_recovery"
ANSWER_RECOVERY = "conventions.answer_recovery"
DECIDE = "conventions.decide_recovery"
RECORD = "conventions.record_recovery"


class RecoveryWorkflow(FSMModelMixin, models.Model):
    state = FSMField(
        "état", max_length=20, choices=RecoveryState, default=RecoveryState.OPENED, protected=True
    )

    class Meta:
        abstract = True

    @step(
        field=state,
        source=[RecoveryState.OPENED],
        target=RecoveryState.ANSWERED,
        permission=ANSWER_RECOVERY,
        wording=Wording("Enregistrer les observations", "Vos observations sont à l’examen"),
    )
    def take_answer(self) -> None:
        """Le bénéficiaire présente ses observations, sur le portail ou par courrier."""

    @step(
        field=state,
        source=UNDECIDED,
        target=RecoveryState.MAINTAINED,
        permission=DECIDE,
        wording=Wording("Maintenir le reversement", "Reversement décidé"),
    )
    def maintain(self) -> None:
        """Une seconde personne maintient tout ou partie de la demande, observations lues ou délai passé."""

    @step(
        field=state,
        source=UNDECIDED,
        target=RecoveryState.DROPPED,
        permission=DECIDE,
        wording=Wording("Abandonner le reversement", "Reversement abandonné"),
    )
    def drop(self) -> None:
        """Une seconde personne renonce à la demande, observations lues ou délai passé."""

    @step(
        field=state,
        source=[RecoveryState.MAINTAINED],
        target=RecoveryState.TITLED,
        permission=RECORD,
        wording=Wording("Enregistrer le titre de recettes", "Titre de recettes émis"),
    )
    def call_for(self) -> None:
        """L’ordonnateur émet le titre de recettes."""

    @step(
        field=state,
        source=[RecoveryState.TITLED],
        target=RecoveryState.RETURNED,
        permission=RECORD,
        wording=Wording("Enregistrer le remboursement", "Somme remboursée"),
    )
    def give_back(self) -> None:
        """Le payeur départemental a encaissé la somme : elle revient à l’enveloppe."""
