"""manage.py export_scdl: the granted subsidies in the national « SCDL subventions » form."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from conventions.open_data import export
from tne38.cli.arguments import call_of
from tne38.cli.command import PortalCommand, counted, wrong_usage


class Command(PortalCommand):
    help = "Exporte les subventions accordées au format national « SCDL subventions »."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--call", metavar="SLUG", help="un seul appel ; sinon tous")
        parser.add_argument(
            "--all",
            action="store_true",
            help="toutes les conventions notifiées, et non celles de plus de 23 000 €",
        )
        parser.add_argument("--output", type=Path, metavar="FILE.csv", required=True)

    def handle(self, **options: Any) -> None:
        call = call_of(options["call"]) if options["call"] else None
        found = export(call, everything=options["all"])
        try:
            options["output"].write_text(found.content, encoding="utf-8", newline="")
        except OSError as error:
            raise wrong_usage(f"Fichier impossible à écrire : {error}") from None
        if found.without_siret:
            listed = ", ".join(found.without_siret)
            self.note(f"SIRET du bénéficiaire à compléter avant de publier (le SIREN est écrit) : {listed}.")
        self.note(f"{options['output']} : {counted(found.count, 'subvention')}.")
