"""A prioritisation as lines of text, for whoever does not ask for JSON."""

from collections.abc import Iterator
from typing import Any


def lines(data: dict[str, Any]) -> Iterator[str]:
    """The rows of the ranking, then the totals and the envelope."""
    for row in data["classement"]:
        marks = [name for name, criterion in row["criteres"].items() if criterion["rempli"]]
        arbitrage = "  (arbitrage)" if row["arbitrage"] else ""
        criteres = f"  [{', '.join(marks)}]" if marks else ""
        yield (
            f"{row['rang']:>4}  {row['numero']}  {row['points']} point(s)  "
            f"proposition {row['proposition']} €{criteres}{arbitrage}"
        )
    totals = data["totaux"]
    yield (
        f"{totals['dossiers']} dossier(s), dont {totals['prioritaires']} prioritaire(s) ; "
        f"proposition {totals['proposition']} € "
        f"(Département {totals['part_departement']} €, TNE {totals['part_tne']} €)."
    )
    if envelope := data["enveloppe"]:
        out = ", ".join(envelope["hors_enveloppe"]) or "aucun"
        yield f"Enveloppe {envelope['montant']} €, reste {envelope['reste']} €, hors enveloppe : {out}."
