"""The life of a dossier: every transition, with its sources, its permission and its wording.

docs/workflow.md is written from this table by `make docs`, and a test fails when it is stale.
"""

from dataclasses import dataclass

from django.db import models
from django_fsm import FSMField, FSMModelMixin

from tne38.core.workflow import Wording, step

from .enums import CandidacyState as State

DECISION = "applications.decide_candidacy"
REVIEW = "applications.review_candidacy"


@dataclass(frozen=True)
class StateForApplicant:
    """How a state is told to the applicant: its name, who acts now, the tone of its tag."""

    label: str
    next_act: str
    who: str  # porteur, departement, commission, personne
    tone: str  # todo, info, done, stop


FOR_APPLICANT: dict[str, StateForApplicant] = {
    State.DRAFT: StateForApplicant(
        "Brouillon", "Complétez votre dossier puis déposez-le.", "porteur", "todo"
    ),
    State.DEPOSITED: StateForApplicant(
        "Déposé", "Le Département vérifie la conformité de votre dossier.", "departement", "info"
    ),
    State.IN_REVIEW: StateForApplicant(
        "En instruction", "Le Département vérifie la conformité de votre dossier.", "departement", "info"
    ),
    State.CONFORMING: StateForApplicant(
        "Conforme", "La commission étudie les dossiers conformes.", "commission", "info"
    ),
    State.NON_CONFORMING: StateForApplicant(
        "Non conforme",
        "Le motif figure sur la page du dossier ; écrivez-nous si vous avez une question.",
        "personne",
        "stop",
    ),
    # The commission may still go back on its decision: the porteur reads it in the letter.
    State.DECIDED: StateForApplicant(
        "À l’étude",
        "La commission a étudié votre dossier : le Département vous écrit sa décision.",
        "departement",
        "info",
    ),
    State.SELECTED: StateForApplicant(
        "Retenu", "Envoyez vos devis : ils sont vérifiés avant la commission permanente.", "porteur", "done"
    ),
    State.WAITING_LIST: StateForApplicant(
        "Sur liste d’attente", "Votre dossier sera repris si des crédits se libèrent.", "commission", "info"
    ),
    State.REJECTED: StateForApplicant(
        "Non retenu", "Le motif figure sur la page du dossier.", "personne", "stop"
    ),
    State.QUOTES_ACCEPTED: StateForApplicant(
        "Devis conformes", "Le dossier sera présenté à la commission permanente.", "departement", "info"
    ),
    State.VOTED: StateForApplicant(
        "Subvention votée", "Signez la convention et renvoyez-la au Département.", "porteur", "todo"
    ),
    State.CONTRACTED: StateForApplicant(
        "Convention signée par vos soins",
        "Le président du Département signe et notifie la convention. Ne commandez pas avant.",
        "departement",
        "info",
    ),
    State.NOTIFIED: StateForApplicant(
        "Notifié : le programme commence",
        "Passez vos commandes, puis signalez la réception.",
        "porteur",
        "todo",
    ),
    State.DELIVERED: StateForApplicant(
        "Matériel reçu", "Envoyez les factures acquittées pour demander le versement.", "porteur", "todo"
    ),
    State.CLAIMED: StateForApplicant(
        "Versement demandé", "Le Département vérifie vos justificatifs.", "departement", "info"
    ),
    State.PAID: StateForApplicant("Subvention versée", "Votre dossier est terminé.", "personne", "done"),
    State.WITHDRAWN: StateForApplicant("Retiré", "Vous avez retiré ce dossier.", "personne", "stop"),
    State.LAPSED: StateForApplicant(
        "Caduc", "Les délais de la convention sont dépassés.", "personne", "stop"
    ),
}


class CandidacyWorkflow(FSMModelMixin, models.Model):
    """The state of a dossier and the only ways to change it; called by the domain functions alone."""

    state = FSMField("état", max_length=20, choices=State, default=State.DRAFT, protected=True)

    class Meta:
        abstract = True

    @property
    def for_applicant(self) -> StateForApplicant:
        return FOR_APPLICANT[self.state]

    @step(
        field=state,
        source=[State.DRAFT],
        target=State.DEPOSITED,
        permission="applications.deposit_candidacy",
        wording=Wording("Déposer le dossier", "Dossier déposé"),
    )
    def deposit(self) -> None:
        """Le porteur dépose le dossier, ou un agent enregistre un dossier reçu sur papier."""

    @step(
        field=state,
        source=[State.DEPOSITED],
        target=State.IN_REVIEW,
        permission=REVIEW,
        wording=Wording("Commencer l’instruction", "Instruction commencée"),
    )
    def start_review(self) -> None:
        """Un agent prend le dossier en charge."""

    @step(
        field=state,
        source=[State.DEPOSITED, State.IN_REVIEW],
        target=State.CONFORMING,
        permission=REVIEW,
        wording=Wording("Déclarer conforme", "Dossier déclaré conforme"),
    )
    def declare_conforming(self) -> None:
        """La commission technique constate que le dossier est conforme."""

    @step(
        field=state,
        source=[State.DEPOSITED, State.IN_REVIEW],
        target=State.NON_CONFORMING,
        permission=REVIEW,
        wording=Wording("Déclarer non conforme", "Dossier déclaré non conforme"),
    )
    def declare_non_conforming(self) -> None:
        """La commission technique constate, avec un motif, que le dossier n’est pas conforme."""

    @step(
        field=state,
        source=[State.NON_CONFORMING, State.CONFORMING],
        target=State.IN_REVIEW,
        permission=REVIEW,
        wording=Wording("Reprendre l’instruction", "Instruction reprise"),
    )
    def resume_review(self) -> None:
        """Un agent revient, avec un motif, sur le constat de conformité."""

    @step(
        field=state,
        source=[State.CONFORMING],
        target=State.DECIDED,
        permission=DECISION,
        wording=Wording("Enregistrer la décision de la séance", "Dossier étudié en commission"),
    )
    def decide(self) -> None:
        """La commission se prononce en séance ; le porteur l’apprend par la lettre de notification."""

    @step(
        field=state,
        source=[State.DECIDED],
        target=State.CONFORMING,
        permission=DECISION,
        wording=Wording("Rouvrir la décision", "Étude reprise en commission"),
    )
    def reopen(self) -> None:
        """Avant la notification, la commission revient, avec un motif, sur ce qu’elle a décidé."""

    @step(
        field=state,
        source=[State.CONFORMING, State.DECIDED, State.WAITING_LIST],
        target=State.SELECTED,
        permission=DECISION,
        wording=Wording("Retenir le dossier", "Dossier retenu"),
    )
    def select(self) -> None:
        """La commission retient le dossier et fixe le montant de la subvention."""

    @step(
        field=state,
        source=[State.CONFORMING, State.DECIDED],
        target=State.WAITING_LIST,
        permission=DECISION,
        wording=Wording("Inscrire sur liste d’attente", "Dossier inscrit sur liste d’attente"),
    )
    def put_on_waiting_list(self) -> None:
        """La commission attend que des crédits se libèrent."""

    @step(
        field=state,
        source=[State.CONFORMING, State.DECIDED, State.WAITING_LIST],
        target=State.REJECTED,
        permission=DECISION,
        wording=Wording("Ne pas retenir le dossier", "Dossier non retenu"),
    )
    def reject(self) -> None:
        """La commission ne retient pas le dossier et dit pourquoi."""

    @step(
        field=state,
        source=[State.SELECTED],
        target=State.QUOTES_ACCEPTED,
        permission="equipment.accept_quotes",
        wording=Wording("Accepter les devis", "Devis conformes"),
    )
    def accept_quotes(self) -> None:
        """Un agent constate que les devis respectent le cahier des charges."""

    @step(
        field=state,
        source=[State.QUOTES_ACCEPTED],
        target=State.VOTED,
        permission="conventions.record_vote",
        wording=Wording("Enregistrer le vote", "Subvention votée en commission permanente"),
    )
    def vote(self) -> None:
        """La commission permanente vote la subvention."""

    @step(
        field=state,
        source=[State.VOTED],
        target=State.CONTRACTED,
        permission="conventions.record_signature",
        wording=Wording("Enregistrer la convention signée", "Convention signée par le bénéficiaire"),
    )
    def contract(self) -> None:
        """Le bénéficiaire, autorisé par son assemblée, a signé la convention."""

    @step(
        field=state,
        source=[State.CONTRACTED],
        target=State.NOTIFIED,
        permission="conventions.notify_convention",
        wording=Wording("Notifier la convention", "Convention notifiée : le programme est lancé"),
    )
    def notify(self) -> None:
        """Le président du Département a signé : la notification lance le programme."""

    @step(
        field=state,
        source=[State.NOTIFIED],
        target=State.DELIVERED,
        permission="equipment.record_delivery",
        wording=Wording("Enregistrer la réception", "Matériel reçu"),
    )
    def deliver(self) -> None:
        """Le matériel et les ressources sont reçus."""

    @step(
        field=state,
        source=[State.DELIVERED],
        target=State.CLAIMED,
        permission="conventions.file_claim",
        wording=Wording("Demander le versement", "Versement demandé"),
    )
    def claim(self) -> None:
        """Le bénéficiaire envoie ses factures acquittées."""

    @step(
        field=state,
        source=[State.CLAIMED],
        target=State.PAID,
        permission="conventions.record_payment",
        wording=Wording("Enregistrer le versement", "Subvention versée"),
    )
    def pay(self) -> None:
        """Le Département a versé le solde de la subvention."""

    @step(
        field=state,
        source=[
            State.DEPOSITED,
            State.IN_REVIEW,
            State.CONFORMING,
            State.DECIDED,
            State.WAITING_LIST,
            State.SELECTED,
            State.QUOTES_ACCEPTED,
        ],
        target=State.WITHDRAWN,
        permission="applications.withdraw_candidacy",
        wording=Wording("Retirer le dossier", "Dossier retiré par le porteur"),
    )
    def withdraw(self) -> None:
        """Le porteur renonce avant le vote."""

    @step(
        field=state,
        source=[State.VOTED, State.CONTRACTED, State.NOTIFIED, State.DELIVERED, State.CLAIMED],
        target=State.LAPSED,
        permission="conventions.record_lapse",
        wording=Wording("Constater la caducité", "Subvention caduque"),
    )
    def lapse(self) -> None:
        """Les délais de la convention sont dépassés."""
