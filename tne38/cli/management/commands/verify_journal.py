"""manage.py verify_journal: walks the chained journal."""

from argparse import ArgumentParser
from typing import Any

from tne38.cli.command import PortalCommand, refused
from tne38.core import journal


class Command(PortalCommand):
    help = "Vérifie l’enchaînement du journal."

    def add_arguments(self, parser: ArgumentParser) -> None:
        self.add_json(parser)

    def handle(self, **options: Any) -> None:
        found = journal.verify()
        if options["json"]:
            self.print_json({"entrees": found.entries, "rupture": found.broken_at})
        elif found.broken_at is None:
            self.stdout.write(f"{found.entries} entrée(s), aucune rupture.")
        if found.broken_at is not None:
            raise refused(f"Le journal est rompu à l’entrée {found.broken_at}.")
