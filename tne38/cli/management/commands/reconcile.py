"""manage.py reconcile: proves that every amount ties back to its envelope and to its proofs."""

from argparse import ArgumentParser
from typing import Any

from conventions.reconciliation import find_gaps
from tne38.cli.command import PortalCommand, counted, refused


class Command(PortalCommand):
    help = "Vérifie que chaque montant se rattache à son enveloppe et à ses justificatifs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        self.add_json(parser)

    def handle(self, **options: Any) -> None:
        found = list(find_gaps())
        if options["json"]:
            self.print_json({"ecarts": [gap.as_data() for gap in found]})
        elif not found:
            self.stdout.write(
                "Aucun écart : chaque montant se rattache à son enveloppe et à ses justificatifs."
            )
        else:
            self.stdout.write("\n".join(f"{gap.number or '–'}  {gap.code}  {gap.message}" for gap in found))
        if found:
            raise refused(f"{counted(len(found), 'écart')}.")
