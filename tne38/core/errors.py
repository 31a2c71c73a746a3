"""The one error a domain function raises when it refuses to act."""


class DomainError(Exception):
    """A refusal with a stable code and a sentence for the person who asked.

    `field` names what to mend, in the vocabulary of the dossier file (docs/commandes.md) or of the form.
    """

    def __init__(self, code: str, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field


class NotAllowed(DomainError):
    """The person may not do this, or not now."""

    def __init__(self, message: str = "Vous n’avez pas le droit de faire cette action.") -> None:
        super().__init__("interdit", message)
