"""manage.py demo: what one needs for a first look."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings

from tne38.cli.command import PortalCommand, wrong_usage
from tne38.cli.demo import accounts, calls, dossiers, queue
from tne38.cli.founding import load_reference


class Command(PortalCommand):
    help = "Prépare la démonstration : annuaire, appels, comptes et dossiers fictifs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        self.add_json(parser)

    def handle(self, **options: Any) -> None:
        if not settings.DEMO:
            raise wrong_usage(
                "La démonstration est refusée : ces réglages ne sont pas ceux d’une démonstration."
            )
        load_reference()
        calls.found_with_contacts()
        calls.open_both()
        cast = accounts.create_all()
        dossiers.write_all(cast)
        queue.drain()
        rows = list(dossiers.as_data(cast))
        if options["json"]:
            self.print_json({"comptes": accounts.as_data(), "dossiers": rows})
            return
        self.stdout.write(f"{len(rows)} dossiers fictifs. Comptes pour se connecter :")
        for account in accounts.as_data():
            code = (
                f"  code à usage unique : voir la page de connexion (secret {account['totp']})"
                if account["totp"]
                else ""
            )
            self.stdout.write(
                f"  {account['role']:<20} {account['courriel']:<32} {account['mot_de_passe']}{code}"
            )
