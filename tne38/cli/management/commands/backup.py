"""manage.py backup: the whole portal in a folder."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from tne38.cli.backup import writing
from tne38.cli.command import PortalCommand, counted, refused, wrong_usage


class Command(PortalCommand):
    help = "Sauvegarde la base et les fichiers privés dans un nouveau dossier, avec leurs empreintes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DOSSIER", type=Path)

    def handle(self, *, folder: Path, **options: Any) -> None:
        try:
            written = writing.write(folder)
        except FileExistsError:
            raise wrong_usage(f"{folder} contient déjà quelque chose : donnez un nouveau dossier.") from None
        except NotADirectoryError:
            raise wrong_usage(f"{folder} ne peut pas être créé.") from None
        rows = sum(item.count for item in written.tables.values())
        self.stdout.write(
            f"{counted(rows, 'ligne')} et {counted(len(written.files), 'fichier')} dans la sauvegarde {folder}."
        )
        if written.missing:
            listed = "\n".join(written.missing)
            raise refused(f"Fichiers absents ou endommagés sur le portail, non sauvegardés :\n{listed}")
