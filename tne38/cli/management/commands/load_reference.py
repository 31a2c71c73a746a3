"""manage.py load_reference: the directory of Isère."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from applications import annuaire
from applications.domain import directory
from tne38.cli.command import PortalCommand, refused, wrong_usage
from tne38.cli.founding import load_reference


class Command(PortalCommand):
    help = "Charge les communes, les EPCI et les établissements de l’Isère."

    def add_arguments(self, parser: ArgumentParser) -> None:
        self.add_json(parser)
        parser.add_argument(
            "--annuaire",
            type=Path,
            metavar="FICHIER.csv",
            help="met à jour les établissements depuis le fichier national « fr-en-annuaire-education »",
        )

    def handle(self, **options: Any) -> None:
        rejected: list[annuaire.RefusedRow] = []
        source = options["annuaire"]
        if source is not None:
            values, rejected = self._read(source)
        changed = load_reference()
        if source is not None:
            changed += directory.load_schools(values, refresh=True)
        self._report(changed, json=options["json"])
        for row in rejected:
            self.note(f"ligne {row.line} ({row.uai or 'sans UAI'}) : {row.message}")
        if rejected:
            raise refused(f"{len(rejected)} ligne(s) de l’annuaire refusée(s).")

    def _read(self, source: Path) -> tuple[list, list]:
        try:
            return annuaire.read(source)
        except OSError as error:
            raise wrong_usage(f"Fichier illisible : {error}") from None
        except annuaire.NotAnAnnuaire as error:
            raise wrong_usage(f"Ce fichier n’est pas l’annuaire de l’éducation. {error}") from None

    def _report(self, changed: int, *, json: bool) -> None:
        held = directory.counts()
        if json:
            self.print_json(held)
            return
        self.stdout.write(
            f"{held['communes']} communes, {held['epci']} EPCI, {held['ecoles']} écoles, "
            f"{held['colleges']} collèges ({changed} ligne(s) ajoutée(s) ou modifiée(s))."
        )
