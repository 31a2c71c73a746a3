"""manage.py import_candidacies: dossiers from a file."""

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from applications.models import Call
from tne38.cli.arguments import call_of, moment
from tne38.cli.command import PortalCommand, refused, wrong_usage
from tne38.exchange import importing, reading
from tne38.exchange.schema import json_schema


class Command(PortalCommand):
    help = "Importe des dossiers ; chacun est accepté ou refusé en entier."

    def add_arguments(self, parser: ArgumentParser) -> None:
        self.add_json(parser)
        parser.add_argument("fichier", nargs="?", type=Path, metavar="FILE")
        parser.add_argument("--call", metavar="SLUG", help="l’appel auquel répondent les dossiers")
        parser.add_argument("--dry-run", action="store_true", help="examine sans rien écrire")
        parser.add_argument(
            "--now", metavar="ISO", type=moment, help="moment où les dossiers en ligne sont déposés"
        )
        parser.add_argument("--schema", action="store_true", help="affiche le schéma JSON du fichier")

    def handle(self, **options: Any) -> None:
        if options["schema"]:
            self.print_json(json_schema())
            return
        if options["fichier"] is None or not options["call"]:
            raise wrong_usage("Indiquez le fichier et --call SLUG.")
        call = call_of(options["call"])
        at: datetime = options["now"] or timezone.now()
        report = self._import(call, options["fichier"], at=at, dry_run=options["dry_run"])
        if options["json"]:
            self.print_json(report.as_data())
        else:
            self._tell(report)
        if report.refuses:
            raise refused(f"{len(report.refuses)} dossier(s) refusé(s).")

    def _import(self, call: Call, path: Path, *, at: datetime, dry_run: bool) -> importing.Report:
        try:
            dossiers = reading.read(path, call=call.slug)
        except reading.UnreadableFile as error:
            raise wrong_usage(str(error)) from None
        return importing.run(call, dossiers, at=at, dry_run=dry_run)

    def _tell(self, report: importing.Report) -> None:
        for row in report.acceptes:
            constats = "".join(
                f"\n    constat {item['code']} : {item['message']}" for item in row["constats"]
            )
            self.stdout.write(f"{row['reference']} : accepté, {row['numero'] or 'à blanc'}{constats}")
        for row in report.ignores:
            self.stdout.write(f"{row['reference']} : déjà importé, {row['numero'] or 'à blanc'}")
        for row in report.refuses:
            self.stdout.write(f"{row['reference']} : refusé")
            for error in row["erreurs"]:
                self.stdout.write(f"    {error['champ']} – {error['code']} : {error['message']}")
