"""The accounts of the demonstration: fictitious, shown on the sign-in page, refused in production."""

import time
from base64 import b32decode
from dataclasses import dataclass

from django_otp.oath import TOTP

from .enums import Role

PASSWORD = "demonstration-tne38"  # noqa: S105 (shown on the sign-in page)


@dataclass(frozen=True)
class DemoAccount:
    """One account. `code` is stable (docs/commandes.md); `totp` is a base32 secret, or None."""

    code: str
    email: str
    full_name: str
    label: str
    role: Role | None = None
    totp: str | None = None
    password: str = PASSWORD

    @property
    def key(self) -> bytes:
        """The secret of the second factor; empty where there is none."""
        return b32decode(self.totp or "")

    @property
    def current_code(self) -> str:
        """The one-time code of this half minute, empty where there is no second factor."""
        if self.totp is None:
            return ""
        totp = TOTP(self.key)
        totp.time = time.time()
        return f"{totp.token():06d}"


DEMO_ACCOUNTS = (
    DemoAccount("porteur_commune", "porteur-commune-1@demo.test", "Porteur Commune Un (fictif)", "Commune"),
    DemoAccount("porteur_commune", "porteur-commune-2@demo.test", "Porteur Commune Deux (fictif)", "Commune"),
    DemoAccount(
        "porteur_college", "porteur-college-1@demo.test", "Porteur Collège Un (fictif)", "Collège privé"
    ),
    DemoAccount(
        "porteur_college", "porteur-college-2@demo.test", "Porteur Collège Deux (fictif)", "Collège privé"
    ),
    DemoAccount(
        "contributeur_ecole",
        "contributeur-ecole@demo.test",
        "Contributeur École (fictif)",
        "École, invitée par sa commune",
    ),
    DemoAccount(
        "instructeur", "instructeur@demo.test", "Instructeur (fictif)", "Instruction", Role.INSTRUCTEUR
    ),
    DemoAccount(
        "gestionnaire",
        "gestionnaire@demo.test",
        "Gestionnaire (fictif)",
        "Gestion et conventions",
        Role.GESTIONNAIRE,
        totp="GESTIONNAIREFICTIF234567DEMOTNEA",
    ),
    DemoAccount(
        "commission", "commission-1@demo.test", "Commission Un (fictif)", "Commission", Role.COMMISSION
    ),
    DemoAccount(
        "commission", "commission-2@demo.test", "Commission Deux (fictif)", "Commission", Role.COMMISSION
    ),
    DemoAccount(
        "commission", "commission-3@demo.test", "Commission Trois (fictif)", "Commission", Role.COMMISSION
    ),
    DemoAccount("ien", "ien@demo.test", "Inspection (fictif)", "Inspection", Role.IEN),
    DemoAccount(
        "administrateur",
        "administrateur@demo.test",
        "Administrateur (fictif)",
        "Administration",
        Role.ADMINISTRATEUR,
        totp="ADMINISTRATEURFICTIF2345DEMOTNEB",
    ),
)
