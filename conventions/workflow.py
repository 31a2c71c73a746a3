"""The life of a convention as a document: to generate, to sign, signed, notified."""

from django.db import models
from django_fsm import FSMField, FSMModelMixin

from tne38.core.workflow import Wording, step


class ConventionState(models.TextChoices):
    TO_GENERATE = "to_generate", "À générer"
    TO_SIGN = "to_sign", "À signer par le bénéficiaire"
    SIGNED = "signed", "Signée par le bénéficiaire"
    NOTIFIED = "notified", "Signée et notifiée"


class ConventionWorkflow(FSMModelMixin, models.Model):
    state = FSMField(
        "état", max_length=20, choices=ConventionState, default=ConventionState.TO_GENERATE, protected=True
    )

    class Meta:
        abstract = True

    @step(
        field=state,
        source=[ConventionState.TO_GENERATE],
        target=ConventionState.TO_SIGN,
        permission="conventions.generate_convention",
        wording=Wording("Générer la convention", "Convention à signer"),
    )
    def freeze(self) -> None:
        """Le document est produit une fois et ne change plus."""

    @step(
        field=state,
        source=[ConventionState.TO_SIGN],
        target=ConventionState.SIGNED,
        permission="conventions.record_signature",
        wording=Wording("Enregistrer la signature du bénéficiaire", "Convention signée par vos soins"),
    )
    def sign(self) -> None:
        """Le bénéficiaire a signé."""

    @step(
        field=state,
        source=[ConventionState.SIGNED],
        target=ConventionState.NOTIFIED,
        permission="conventions.notify_convention",
        wording=Wording("Notifier la convention", "Convention notifiée"),
    )
    def notify(self) -> None:
        """Le président du Département a signé, la convention est notifiée."""
