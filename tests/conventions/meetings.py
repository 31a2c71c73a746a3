"""Meetings of the commission permanente, brought to a stage by the domain functions."""

from datetime import date

from applications.models import Candidacy
from conventions.domain import commissions, report, votes
from conventions.models import PermanentCommission
from tests.conventions import stages

HELD_ON = date(2025, 6, 6)
ACT = votes.Act(stages.ACT, transmitted_on=date(2025, 6, 12), published_on=date(2025, 6, 13))


def two_dossiers() -> list[Candidacy]:
    """A private collège, 3 400 €, and a commune, 8 358 €."""
    return [stages.with_quotes(stages.college_draft()), stages.with_quotes(stages.commune_draft())]


def prepared(dossiers: list[Candidacy] | None = None) -> PermanentCommission:
    return commissions.prepare(held_on=HELD_ON, chosen=dossiers or two_dossiers(), by=None)


def frozen(dossiers: list[Candidacy] | None = None) -> PermanentCommission:
    return report.freeze(prepared(dossiers), by=None, at=stages.GENERATED_AT)


def voted(dossiers: list[Candidacy] | None = None) -> PermanentCommission:
    return votes.record_result(frozen(dossiers), ACT, {}, by=None)
