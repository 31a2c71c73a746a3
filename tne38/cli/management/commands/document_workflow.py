"""docs/workflow.md, written from the declared transitions."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tne38.cli import workflow_document


class Command(BaseCommand):
    help = "Écrit la documentation du cycle de vie d’un dossier et d’une convention, d’après le code."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--output", type=Path, help="fichier à écrire (sinon, la sortie standard)")

    def handle(self, *, output: Path | None, **options: Any) -> None:
        text = workflow_document.write()
        if output is None:
            self.stdout.write(text, ending="")
        else:
            output.write_text(text, encoding="utf-8")
