"""The rankings and the envelopes, as agents see them."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms import ModelForm

from applications import agent_pages
from applications.admin.calls import CallAdmin
from applications.agent_pages import WorkList
from applications.enums import CandidacyState as State
from tne38.core.admin_pages import MONEY_AS_TEXT, ReadOnlyAdmin
from tne38.core.money import french

from .domain.envelope import reserved
from .models import Envelope, Ranking
from .ranking_views import RankingPages

agent_pages.read_with_dossier("decision")
for _work_list in (
    WorkList(
        "a-decider",
        "À classer et décider",
        "Dossiers conformes : lancer le classement, puis enregistrer la décision de la commission.",
        "reviews.view_score",
        Q(state=State.CONFORMING),
    ),
    WorkList(
        "liste-attente",
        "Liste d’attente",
        "Dossiers à reprendre si des crédits se libèrent.",
        "reviews.view_score",
        Q(state=State.WAITING_LIST),
    ),
    WorkList(
        "devis",
        "Devis à vérifier",
        "Dossiers retenus : vérifier les devis reçus avant la commission permanente.",
        "equipment.accept_quotes",
        Q(state=State.SELECTED),
    ),
):
    agent_pages.add_work_list(_work_list)


class EnvelopeForm(ModelForm):
    def clean_amount(self):
        amount = self.cleaned_data["amount"]
        taken = reserved(self.instance) if self.instance.pk else 0
        if amount < taken:
            raise ValidationError(f"{french(taken)} sont déjà réservés par des décisions.")
        return amount


class EnvelopeInline(admin.TabularInline):
    model = Envelope
    form = EnvelopeForm
    fields = ["funder", "amount"]
    extra = 0
    max_num = 2
    can_delete = False
    formfield_overrides = MONEY_AS_TEXT


CallAdmin.inlines.append(EnvelopeInline)


@admin.register(Ranking)
class RankingAdmin(RankingPages, ReadOnlyAdmin):
    """Every ranking made stays; the page of a call shows the latest."""

    list_display = ["call", "created_at", "actor_label"]
    list_display_links = None
