"""manage.py generate_convention: the convention of a voted dossier, as a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from applications.models import Candidacy
from conventions.domain import generation
from conventions.models import Convention
from tne38.cli.command import PortalCommand, refused, wrong_usage
from tne38.core import files
from tne38.core.errors import DomainError


class Command(PortalCommand):
    help = "Écrit la convention d’un dossier voté ; elle est produite une fois, puis ne change plus."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("numero", metavar="NUMERO")
        parser.add_argument("--output", type=Path, metavar="FILE.pdf", required=True)

    def handle(self, **options: Any) -> None:
        convention = self._generated(options["numero"])
        output: Path = options["output"]
        assert convention.file is not None
        try:
            output.write_bytes(files.read(convention.file))
        except OSError as error:
            raise wrong_usage(f"Fichier impossible à écrire : {error}") from None
        self.note(f"Convention {convention.number} écrite dans {output} (SHA-256 {convention.sha256}).")

    def _generated(self, number: str) -> Convention:
        candidacy = Candidacy.objects.filter(number=number).first()
        if candidacy is None:
            raise refused(f"Il n’y a pas de dossier n° {number}.")
        convention = Convention.objects.filter(candidacy=candidacy).first()
        if convention is None:
            raise refused(
                f"Le dossier {number} n’a pas de convention : la commission permanente n’a pas voté de "
                f"subvention (état : {candidacy.get_state_display()})."
            )
        try:
            return generation.generate(convention, by=None)
        except DomainError as error:
            raise refused(error.message) from None
