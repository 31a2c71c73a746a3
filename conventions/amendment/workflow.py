"""The life of an amendment as a document: to sign, signed, notified; or given up before it is notified."""

from django.db import models
from django_fsm import FSMField, FSMModelMixin

from tne38.core.workflow import Wording, step


class AmendmentState(models.TextChoices):
    TO_SIGN = "to_sign", "À signer par le bénéficiaire"
    SIGNED = "signed", "Signé par le bénéficiaire"
    NOTIFIED = "notified", "Signé et notifié"
    DROPPED = "dropped", "Abandonné"


OPEN_AMENDMENT = [AmendmentState.TO_SIGN, AmendmentState.SIGNED]
AMEND = "conventions.amend_convention"
SIGN_AMENDMENT = "conventions.sign_amendment"


class AmendmentWorkflow(FSMModelMixin, models.Model):
    state = FSMField(
        "état", max_length=20, choices=AmendmentState, default=AmendmentState.TO_SIGN, protected=True
    )

    class Meta:
        abstract = True

    @step(
        field=state,
        source=[AmendmentState.TO_SIGN],
        target=AmendmentState.SIGNED,
        permission=SIGN_AMENDMENT,
        wording=Wording("Enregistrer l’avenant signé", "Avenant signé par vos soins"),
    )
    def sign(self) -> None:
        """Le bénéficiaire, autorisé par son assemblée, a signé."""

    @step(
        field=state,
        source=[AmendmentState.SIGNED],
        target=AmendmentState.NOTIFIED,
        permission=AMEND,
        wording=Wording("Notifier l’avenant", "Avenant notifié"),
    )
    def notify(self) -> None:
        """Le président du Département a signé : l’avenant prend effet."""

    @step(
        field=state,
        source=OPEN_AMENDMENT,
        target=AmendmentState.DROPPED,
        permission=AMEND,
        wording=Wording("Abandonner l’avenant", "Avenant abandonné"),
    )
    def give_up(self) -> None:
        """L’avenant ne sera pas conclu ; son numéro n’est pas redonné."""
