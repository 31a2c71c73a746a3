"""manage.py simulate_call: what would happen under other settings."""

from argparse import ArgumentParser
from typing import Any

from applications.models import Call
from reviews.domain import ranking
from reviews.report import as_data
from reviews.scoring import Rule
from tne38.cli.arguments import amount, call_of, count, rate
from tne38.cli.command import PortalCommand, wrong_usage
from tne38.cli.ranking_table import lines
from tne38.core.errors import DomainError

_SETTINGS = {
    "min_criteria": "minimum_criteria",
    "priority_threshold": "priority_threshold",
    "standard_threshold": "standard_threshold",
    "low_equipment": "low_equipment_rate",
}


class Command(PortalCommand):
    help = "Calcule la priorisation d’un appel avec d’autres réglages, sans rien enregistrer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("--envelope", type=amount, metavar="AMOUNT", help="enveloppe, en euros")
        parser.add_argument("--min-criteria", type=count, metavar="N", help="critères pour être prioritaire")
        parser.add_argument("--priority-threshold", type=amount, metavar="AMOUNT", help="seuil prioritaire")
        parser.add_argument("--standard-threshold", type=amount, metavar="AMOUNT", help="seuil standard")
        parser.add_argument("--low-equipment", type=rate, metavar="RATE", help="taux d’équipement faible")
        self.add_json(parser)

    def handle(self, **options: Any) -> None:
        call = call_of(options["slug"])
        envelope = options["envelope"]
        if envelope is None:
            envelope = ranking.envelope_of(call)
        data = as_data(ranking.compute(call, self._rule(call, options), envelope=envelope))
        if options["json"]:
            self.print_json(data)
        else:
            self.stdout.write("\n".join(lines(data)))

    def _rule(self, call: Call, options: dict[str, Any]) -> Rule:
        asked = {field: options[name] for name, field in _SETTINGS.items() if options[name] is not None}
        try:
            return ranking.rule_under(ranking.rule_of(call), asked)
        except DomainError as refusal:
            raise wrong_usage(f"{refusal.message} Ici, --envelope seul a un sens.") from None
