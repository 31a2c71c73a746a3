"""Dossiers brought to a stage by the domain functions themselves, never by assigning a state."""

from datetime import UTC, date, datetime
from decimal import Decimal

from applications.domain import review, submission
from applications.enums import Audience, OrganisationKind, PriceBasis
from applications.models import Call, Candidacy
from conventions.domain import generation, lapse, signature, votes
from conventions.models import Convention
from equipment.amounts import amounts_of
from reviews.domain import decisions
from reviews.enums import Outcome
from tests.equipment.quoting import received, with_accepted_quotes
from tests.factories import (
    CallFactory,
    CandidacyFactory,
    CatalogueItemFactory,
    CommuneFactory,
    ConnectedClassFactory,
    EcoleFactory,
    EntProductFactory,
    LineFactory,
    OrganisationFactory,
    SchoolProjectFactory,
    complete_draft,
)

DEPOSITED_AT = datetime(2025, 2, 20, 10, 30, tzinfo=UTC)
GENERATED_AT = datetime(2025, 6, 10, 9, 0, tzinfo=UTC)
ACT = "2025 CP06 B 16 31"


def college_draft(call: Call | None = None) -> Candidacy:
    """A private collège whose OGEC has a seat: two VPI at 1 700 €, at 100 %."""
    return seated(complete_draft(call))


def seated(draft: Candidacy) -> Candidacy:
    """The draft of a collège, its OGEC given an address."""
    organisation = draft.organisation
    organisation.address, organisation.postal_code = "12 rue Fictive", "38000"
    organisation.city = "Fictiville"
    organisation.save()
    return draft


def commune_draft() -> Candidacy:
    """A commune with two écoles: three ENI above their cap and a subsidised ENT, at 70 %, in HT."""
    call = CallFactory(
        title="Appel fictif – écoles",
        audience=Audience.PRIMARY,
        automatic_criteria=False,
        requires_socle=False,
        subsidy_rate=Decimal("0.7"),
        price_basis=PriceBasis.HT,
    )
    EntProductFactory(call=call, name="ONE", subsidised=True)
    commune = CommuneFactory(name="Fictiville", postal_codes=["38999"])
    organisation = OrganisationFactory(
        kind=OrganisationKind.COMMUNE,
        commune=commune,
        name="Commune de Fictiville",
        rna="",
        representative_title="Maire",
        cer_accepted_at=None,
    )
    candidacy = CandidacyFactory(call=call, organisation=organisation)
    eni = CatalogueItemFactory(call=call, code="ENI", label="Écran numérique interactif", cap=Decimal("3500"))
    for cost in (Decimal("480.00"), Decimal("0.00")):
        project = SchoolProjectFactory(
            candidacy=candidacy,
            school=EcoleFactory(commune=commune),
            contact_email="ecole@exemple.test",
            ent_name="ONE",
            ent_annual_cost=cost,
        )
        ConnectedClassFactory(project=project)
    LineFactory(project=project, item=eni, quantity=3, unit_price=Decimal("3690.10"))
    return candidacy


def deposited(draft: Candidacy) -> Candidacy:
    return submission.submit(draft, by=None, at=DEPOSITED_AT)


def selected(draft: Candidacy) -> Candidacy:
    """Deposited, conforming, selected for all that is eligible."""
    candidacy = review.declare_conforming(deposited(draft), by=None)
    amounts = amounts_of(candidacy)
    decisions.decide(
        candidacy, Outcome.SELECTED, amount=amounts.amount_eligible, decided_on=date(2025, 5, 15), by=None
    )
    return Candidacy.objects.get(pk=candidacy.pk)


def with_quotes(draft: Candidacy) -> Candidacy:
    """The same, quotes accepted."""
    candidacy = selected(draft)
    with_accepted_quotes(candidacy)
    return Candidacy.objects.get(pk=candidacy.pk)


def voted(draft: Candidacy, *, act: str = ACT) -> Convention:
    candidacy = with_quotes(draft)
    commission = votes.record_commission(number=act, held_on=date(2025, 6, 6), by=None)
    votes.record_vote(candidacy, commission, by=None)
    return Convention.objects.get(candidacy=candidacy)


def generated(draft: Candidacy) -> Convention:
    return generation.generate(voted(draft), by=None, at=GENERATED_AT)


def notified(draft: Candidacy) -> Convention:
    convention = signature.record_signature(generated(draft), signed_on=date(2025, 6, 20), by=None)
    return signature.notify(convention, notified_on=date(2025, 7, 1), by=None)


# The 24 months of the convention notified on 1 July 2025 end on 1 July 2027.
LATE = date(2027, 7, 2)


def lapsed(draft: Candidacy) -> Convention:
    convention = notified(draft)
    lapse.record_lapse(convention.candidacy, reason="Délai dépassé", by=None, on=LATE)
    return Convention.objects.get(pk=convention.pk)


def delivered(draft: Candidacy) -> Convention:
    convention = notified(draft)
    received(convention.candidacy, date(2025, 9, 15))
    return Convention.objects.get(pk=convention.pk)
