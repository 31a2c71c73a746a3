"""A fictitious convention of each kind, for the preview of a text. Every name and amount is invented."""

from datetime import date
from decimal import Decimal

from .document import (
    COMMUNE,
    OGEC,
    Act,
    Beneficiary,
    ConventionData,
    Department,
    EntSubscription,
    EquipmentLine,
    Funding,
    Owner,
    School,
    Terms,
)

_DAY = date(2025, 6, 6)


def convention(text: str, version: str, department: Department, *, is_private: bool) -> ConventionData:
    """A convention whose every condition holds, so that the preview shows the whole text."""
    return ConventionData(
        number="APERÇU",
        dossier="38-2025-9999",
        call="Appel fictif – Territoires numériques éducatifs",
        deposited_on=date(2025, 3, 20),
        made_on=_DAY,
        department=department,
        beneficiary=_beneficiary(is_private=is_private),
        act=Act("2025 CP06 B 16 31", _DAY),
        schools=_schools(is_private=is_private),
        lines=(EquipmentLine("Établissement fictif", "Vidéoprojecteur interactif", 20, _UNIT, _UNIT),),
        subscriptions=(EntSubscription("Établissement fictif", "Fictif", Decimal(480), 3, True),),
        funding=_FUNDING,
        terms=Terms(keeping_years=5, lapse_months=24, proofs_months=12, ent_years=3, bandwidth=Decimal(20)),
        owner=_OWNER if is_private else None,
        text=text,
        text_version=version,
    )


_UNIT = Decimal("2000.00")
_FUNDING = Funding(
    basis="toutes taxes comprises (TTC)",
    rate=Decimal("0.7"),
    tne_part=Decimal("0.5"),
    expense=Decimal("41440.00"),
    amount=Decimal("29008.00"),
    department_share=Decimal("14504.00"),
    tne_share=Decimal("14504.00"),
)
_OWNER = Owner(
    name="Société civile immobilière fictive",
    siret="99999012000019",
    address="3 rue Fictive",
    postal_code="38000",
    city="Fictiville",
    representative_name="Prénom Nom",
    representative_title="Gérance",
)


def _beneficiary(*, is_private: bool) -> Beneficiary:
    return Beneficiary(
        kind=OGEC if is_private else COMMUNE,
        name="OGEC fictif" if is_private else "Commune de Fictiville",
        siren="999990120",
        siret="99999012000019",
        rna="W381000001" if is_private else "",
        address="1 rue Fictive",
        postal_code="38000",
        city="Fictiville",
        representative_name="Prénom Nom",
        representative_title="Présidence" if is_private else "Maire",
        commitment_on=date(2025, 3, 1) if is_private else None,
    )


def _schools(*, is_private: bool) -> tuple[School, ...]:
    private = School("0389017H", "Établissement fictif", "Collège", "Privé sous contrat", False, "Fictiville")
    public = School("0389018J", "École fictive", "Élémentaire", "Public", True, "Fictiville")
    return (private,) if is_private else (public, private)
