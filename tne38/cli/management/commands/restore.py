"""manage.py restore: a backup into an empty portal."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from tne38.cli.backup import restoring
from tne38.cli.backup.manifest import UnusableBackup
from tne38.cli.command import PortalCommand, counted, refused


class Command(PortalCommand):
    help = "Restaure une sauvegarde dans un portail vide, dont les tables viennent d’être créées (migrate)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DOSSIER", type=Path)

    def handle(self, *, folder: Path, **options: Any) -> None:
        try:
            found = restoring.restore(folder)
        except (UnusableBackup, restoring.PortalInUse) as error:
            raise refused(f"{error} Rien n’a été restauré.") from error
        rows = sum(item.count for item in found.tables.values())
        self.stdout.write(
            f"{counted(rows, 'ligne')} et {counted(len(found.files), 'fichier')} repris de la sauvegarde du {found.made_at}."
        )
        if found.missing:
            listed = "\n".join(found.missing)
            raise refused(f"Fichiers qui manquaient déjà au moment de la sauvegarde :\n{listed}")
