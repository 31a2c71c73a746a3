"""The deployment of a dossier as pages read it, and what is to be done next."""

from dataclasses import dataclass
from datetime import date

from applications.enums import CandidacyState as State
from applications.models import Candidacy, SchoolProject

from .accompaniment import Action, agreements_of, steps_of
from .launch import LAUNCHED, launched_on
from .models import AccompanimentStep, DataAgreement, Delivery, Order
from .progress import Progress, deliveries_of, orders_of, progress_of


@dataclass(frozen=True)
class FollowUp:
    """All that is known of a deployment."""

    candidacy: Candidacy
    launched_on: date | None
    progress: list[Progress]
    orders: list[Order]
    deliveries: list[Delivery]
    agreements: list[tuple[SchoolProject, DataAgreement | None]]
    steps: list[tuple[SchoolProject, Action, AccompanimentStep | None]]

    @property
    def several(self) -> bool:
        return len(self.candidacy.projects.all()) > 1

    @property
    def too_early(self) -> list[Order]:
        """The orders dated before the notification: they cannot be funded."""
        day = self.launched_on
        return [order for order in self.orders if day and order.ordered_on < day]

    @property
    def waiting(self) -> list[Progress]:
        return [one for one in self.progress if one.left_to_receive]

    @property
    def closing(self) -> Delivery | None:
        """What closed the deliveries before all was received."""
        return next((delivery for delivery in self.deliveries if delivery.closes), None)

    @property
    def to_do(self) -> list[tuple[str, str]]:
        """What the porteur has to do now, each with the address of its page; the most urgent first."""
        return [(sentence, f"equipment:{name}") for name, sentence in self._to_do()]

    def _to_do(self) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        if self.candidacy.state == State.NOTIFIED:
            if any(one.left_to_order for one in self.progress):
                found.append(("add_order", "Passez vos commandes et enregistrez-les."))
            if self.orders and self.waiting:
                found.append(("add_delivery", "Enregistrez les livraisons à leur arrivée."))
        undone = [project for project, row in self.agreements if row is None or not row.is_done]
        if undone:
            found.append(
                (
                    "ent",
                    f"Présentez l’ENT en conseil d’école et signez la convention avec la DSDEN{_in(undone)}.",
                )
            )
        left = sum(1 for _project, _action, row in self.steps if row is None or row.done_on is None)
        if left:
            count = "une action" if left == 1 else f"{left} actions"
            found.append(("accompaniment", f"Suivez les formations et la parentalité : {count} à faire."))
        return found


def _in(projects: list[SchoolProject]) -> str:
    return f" ({len(projects)} écoles)" if len(projects) > 1 else ""


def follow_up_of(candidacy: Candidacy) -> FollowUp:
    """In a constant number of queries, none for what the page has loaded; nothing is ordered before the launch."""
    launched, steps = candidacy.state in LAUNCHED, steps_of(candidacy)
    projects = {project.pk: project for project in candidacy.projects.all()}
    return FollowUp(
        candidacy,
        launched_on(candidacy) if launched else None,
        progress_of(candidacy) if launched else [],
        orders_of(candidacy) if launched else [],
        deliveries_of(candidacy) if launched else [],
        agreements_of(candidacy),
        [(projects[action.project_id], action, row) for action, row in steps.items()],
    )
