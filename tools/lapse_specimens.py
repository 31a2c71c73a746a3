"""Fictitious letters that tell a lapse, for the conformity check."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from conventions.domain.lapse import print_letter
from conventions.lapse.letter import LapseLetter

LETTER = LapseLetter(
    number="38-2025-0037",
    convention="2025-TNE-042",
    call="Appel fictif – collèges privés sous contrat",
    porteur="OGEC de l’Exemple",
    address=("12 rue de l’Exemple", "38000 Exempleville"),
    representative="Camille Exemple, Présidente",
    notified_on=date(2025, 7, 1),
    term=date(2027, 7, 1),
    pronounced_on=date(2027, 9, 6),
    granted=Decimal("45000.01"),
    paid=Decimal("12000.00"),
    given_back=Decimal("33000.01"),
    reason="Aucune facture n’est arrivée depuis la demande de mars 2026, malgré trois rappels.",
    contact_email="contact@exemple.test",
)


def documents() -> dict[str, bytes]:
    """One after a payment in part, one of a convention never notified."""
    never = replace(LETTER, notified_on=None, term=None, paid=Decimal("0.00"), given_back=LETTER.granted)
    return {"caducite.pdf": print_letter(LETTER), "caducite-sans-notification.pdf": print_letter(never)}
