"""Fictitious letters of a recovery, for the conformity check and the tests."""

from datetime import date
from decimal import Decimal

from conventions.domain.recovery_printing import print_decision, print_notice
from conventions.recovery.letters import Claimed, Decided, Notice

CLAIMED = Claimed(
    number="38-2025-0037",
    convention="2025-TNE-042",
    notified_on=date(2025, 7, 1),
    call="Appel fictif – collèges privés sous contrat",
    porteur="OGEC de l’Exemple",
    address=("12 rue de l’Exemple", "38000 Exempleville"),
    representative="Camille Exemple, Présidente",
    paid=Decimal("45000.01"),
    ground="Matériel non employé comme convenu",
    reason="Lors de la visite du 8 décembre 2025, un écran sur deux n’était pas installé.\n"
    "L’article 5 de la convention demande que le matériel soit affecté aux classes désignées.",
    amount=Decimal("1000.01"),
    department_share=Decimal("500.00"),
    tne_share=Decimal("500.01"),
    contact_email="contact@exemple.test",
)


def notice() -> Notice:
    return Notice(CLAIMED, date(2026, 1, 12), date(2026, 2, 12), "mille euros et un centime")


def decision() -> Decided:
    """A part is kept."""
    return Decided(
        claimed=CLAIMED,
        opened_on=date(2026, 1, 12),
        answer_by=date(2026, 2, 12),
        answered_on=date(2026, 2, 2),
        heard_on=None,
        decided_on=date(2026, 2, 20),
        amount=Decimal("500.00"),
        department_share=Decimal("250.00"),
        tne_share=Decimal("250.00"),
        in_words="cinq cents euros",
        reason="Le second écran est installé depuis le 30 janvier 2026, comme le montrent vos photographies.",
    )


def documents() -> dict[str, bytes]:
    return {
        "reversement-envisage.pdf": print_notice(notice()),
        "reversement-decide.pdf": print_decision(decision()),
    }
