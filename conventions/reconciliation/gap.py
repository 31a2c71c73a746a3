"""What a gap is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Gap:
    """Two amounts that should agree; `number` is that of the dossier, empty for a whole envelope."""

    number: str
    code: str
    message: str

    def as_data(self) -> dict[str, str]:
        return {"numero": self.number, "code": self.code, "message": self.message}
