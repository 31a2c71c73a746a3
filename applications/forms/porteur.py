"""What the pages about the porteur share, whatever its nature."""

from typing import Any, ClassVar

from ..models import Organisation
from .page import AnswerPage


class PorteurPage(AnswerPage):
    """The porteur as the instance of the page; `spaced` names the identifiers that people type with spaces."""

    spaced: ClassVar[tuple[str, ...]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.spaced:
            # The length is checked once the spaces are gone.
            self.fields[name].max_length = None
            self.fields[name].validators = []
            self.fields[name].widget.attrs.pop("maxlength", None)
        self.fields["email"].widget.attrs["autocomplete"] = "email"

    def subject(self) -> Organisation:
        return self.candidacy.organisation
