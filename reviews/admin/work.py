"""What waits for a decision, on the first page of the agents."""

from django.db.models import Exists, OuterRef, Q

from applications import agent_pages
from applications.agent_pages import WorkList
from applications.enums import CandidacyState as State

from ..conformity import CHECKS
from ..models import Check, Overrun

agent_pages.read_with_dossier("decision")
agent_pages.prefetch_where_there_are("checks", Check.objects.all(), CHECKS)
agent_pages.say_with_dossier(
    "has_overruns", Exists(Overrun.objects.filter(candidacy=OuterRef("pk")).order_by())
)
for _work_list in (
    WorkList(
        "a-decider",
        "À classer et décider",
        "Dossiers conformes : le classement, puis la décision de la commission.",
        "reviews.view_score",
        Q(state=State.CONFORMING),
    ),
    WorkList(
        "decisions-a-notifier",
        "Décisions à notifier",
        "La commission s’est prononcée : clore la séance, puis envoyer les lettres.",
        "reviews.notify_decisions",
        Q(state=State.DECIDED),
    ),
    WorkList(
        "liste-attente",
        "Liste d’attente",
        "Dossiers à reprendre si des crédits se libèrent.",
        "reviews.view_score",
        Q(state=State.WAITING_LIST),
    ),
):
    agent_pages.add_work_list(_work_list)
