"""manage.py export_candidacies: the deposited dossiers of a call."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from tne38.cli.arguments import call_of
from tne38.cli.command import PortalCommand, wrong_usage
from tne38.exchange import exporting, sheets
from tne38.exchange.spreadsheet.writing import TooLong


class Command(PortalCommand):
    help = "Exporte les dossiers déposés d’un appel."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--call", metavar="SLUG", required=True)
        parser.add_argument("--format", choices=["json", "csv", "xlsx"], default="json")
        parser.add_argument("--output", type=Path, metavar="FILE")

    def handle(self, **options: Any) -> None:
        call, output = call_of(options["call"]), options["output"]
        if options["format"] == "xlsx":
            if output is None:
                raise wrong_usage("Un classeur s’écrit dans un fichier : indiquez --output FILE.")
            try:
                content = sheets.as_xlsx(call)
            except TooLong as error:
                raise wrong_usage(f"{error} Exportez en JSON.") from None
        elif options["format"] == "csv":
            # The mark tells spreadsheets that the file is UTF-8.
            content = sheets.as_csv(call).encode("utf-8-sig" if output else "utf-8")
        else:
            content = (exporting.as_json(call) + "\n").encode()
        if output is None:
            self.stdout.write(content.decode(), ending="")
            return
        try:
            output.write_bytes(content)
        except OSError as error:
            raise wrong_usage(f"Fichier impossible à écrire : {error}") from None
        self.note(f"{output} : {len(content)} octets.")
