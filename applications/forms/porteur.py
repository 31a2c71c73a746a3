"""What the pages about the porteur share, whatever its nature."""

from typing import Any, ClassVar

from ..enums import PriceBasis
from ..models import Organisation
from .fields import YesNoField, take_spaces
from .page import AnswerPage


class PorteurPage(AnswerPage):
    """The porteur as the instance of the page; `spaced` names the identifiers that people type with spaces."""

    spaced: ClassVar[tuple[str, ...]]
    settled = frozenset({"recovers_vat"})
    recovers_vat = YesNoField(
        label="Récupérez-vous la TVA sur ces achats ?",
        help_text="Cette réponse règle la base de tous vos prix. Si vous la changez, relisez les prix des "
        "équipements et de l’ENT : ils ne sont pas convertis.",
    )
    recovers_vat.choices = [
        (True, "Oui, en tout ou partie (par exemple par le FCTVA) : nos prix sont hors taxes (HT)"),
        (False, "Non : nos prix sont toutes taxes comprises (TTC)"),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.candidacy.is_paper_draft:
            self.optional |= {"email"}
            self._mark_required(True)
            self.fields[
                "email"
            ].help_text = "Si le formulaire n’en donne pas, l’accusé de réception sera à poster."
        for name in self.spaced:
            take_spaces(self.fields[name])
        self.fields["email"].widget.attrs["autocomplete"] = "email"
        if self.candidacy.call.asks_vat:
            self.initial["recovers_vat"] = self._recovers_vat
        else:
            del self.fields["recovers_vat"]

    @property
    def _recovers_vat(self) -> bool:
        """What the porteur says, or what the call takes for granted until it does; kept from the deposit."""
        return self.candidacy.terms.price_basis == PriceBasis.HT

    def told(self, stored: str, value: Any) -> str:
        if stored == "recovers_vat" and (value is None or self.candidacy.frozen):
            value = self._recovers_vat
        return super().told(stored, value)

    def subject(self) -> Organisation:
        return self.candidacy.organisation
