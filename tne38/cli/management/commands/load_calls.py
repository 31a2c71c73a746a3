"""manage.py load_calls: the two founding calls."""

from typing import Any

from tne38.cli.command import PortalCommand
from tne38.cli.founding import load_calls


class Command(PortalCommand):
    help = "Crée les deux appels fondateurs ; un appel qui existe n’est pas modifié."

    def handle(self, **_options: Any) -> None:
        for slug, created in load_calls().items():
            self.stdout.write(f"{slug} : {'créé' if created else 'existe déjà, non modifié'}.")
