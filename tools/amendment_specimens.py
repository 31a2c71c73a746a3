"""A fictitious amendment, for the conformity check and the tests."""

from datetime import date
from decimal import Decimal

from conventions.amendment.document import AmendmentData, Granted
from conventions.document import OGEC, Beneficiary
from conventions.domain.amendments import print_document
from conventions.domain.assembly import the_department


def amendment() -> AmendmentData:
    """More time and a lower amount."""
    return AmendmentData(
        convention="2025-TNE-042",
        rank=1,
        dossier="38-2025-0037",
        call="Appel fictif – collèges privés sous contrat",
        notified_on=date(2025, 7, 1),
        made_on=date(2026, 1, 12),
        department=the_department(),
        beneficiary=Beneficiary(
            kind=OGEC,
            name="OGEC de l’Exemple",
            siren="999990120",
            siret="99999012000019",
            rna="W381000001",
            address="12 rue de l’Exemple",
            postal_code="38000",
            city="Exempleville",
            representative_name="Camille Exemple",
            representative_title="Présidente",
            commitment_on=date(2025, 3, 1),
        ),
        owner=None,
        reason="Le fournisseur livre avec un an de retard et un écran n’est plus nécessaire.",
        asked_on=date(2026, 1, 5),
        act="2026 CP02 B 16 31",
        until_before=date(2027, 7, 1),
        until=date(2028, 7, 1),
        granted_before=Granted(Decimal("3400.00"), Decimal("1700.00"), Decimal("1700.00")),
        granted=Granted(Decimal("3000.01"), Decimal("1500.01"), Decimal("1500.00")),
        in_words="trois mille euros et un centime",
    )


def documents() -> dict[str, bytes]:
    return {"avenant.pdf": print_document(amendment())}
