"""manage.py score_call: the prioritisation of a call, stored."""

from argparse import ArgumentParser
from typing import Any

from reviews.domain import ranking
from reviews.report import as_data
from tne38.cli.arguments import call_of
from tne38.cli.command import PortalCommand
from tne38.cli.ranking_table import lines


class Command(PortalCommand):
    help = "Calcule et enregistre la priorisation des dossiers déposés d’un appel."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", metavar="SLUG")
        self.add_json(parser)

    def handle(self, **options: Any) -> None:
        data = as_data(ranking.rank_call(call_of(options["slug"]), by=None))
        if options["json"]:
            self.print_json(data)
        else:
            self.stdout.write("\n".join(lines(data)))
