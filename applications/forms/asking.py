"""What an agent fills in to ask for corrections: a remark before each field to correct, a reason, a deadline."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django import forms
from django.utils import timezone

from ..corrections import AskablePage, Key, askable_pages, chosen, suggested
from ..domain.corrections import PlaceValue
from ..models import Candidacy


@dataclass(frozen=True)
class Row:
    """A field that may be asked for: what was deposited, and where its remark is typed."""

    label: str
    value: str
    remark: forms.BoundField


@dataclass(frozen=True)
class Group:
    """The fields of a school, page by page; `open` when something is already asked there."""

    school: str
    # The anchor of the page, its title, its fields.
    pages: list[tuple[str, str, list[Row]]]

    @property
    def open(self) -> bool:
        return any(row.remark.value() for _anchor, _title, rows in self.pages for row in rows)


class AskCorrectionForm(forms.Form):
    """The fields come from the definitions of the form itself; the automatic findings fill in the first remarks."""

    reason = forms.CharField(
        label="Motif",
        help_text="Le porteur lit ce motif en tête de la demande.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=3000,
    )
    answer_on = forms.DateField(
        label="Réponse attendue au plus tard le", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, candidacy: Candidacy, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pages = [page for page in askable_pages(candidacy) if page.fields]
        first = {} if self.is_bound else suggested(candidacy, self.pages)
        self.fields["answer_on"].initial = _deadline(candidacy)
        for page in self.pages:
            for asked in page.fields:
                key = page.key(asked.name)
                self.fields[_name(key)] = forms.CharField(
                    label=f"Remarque : {asked.label}, {page.step.title}{', ' if page.school else ''}{page.school}",
                    required=False,
                    max_length=1000,
                    initial=first.get(key, ""),
                    widget=forms.Textarea(attrs={"rows": 2}),
                )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["places"] = self.places()
        if not self.errors and not cleaned["places"]:
            raise forms.ValidationError("Écrivez une remarque devant au moins un champ à corriger.")
        return cleaned

    def places(self) -> list[PlaceValue]:
        """The places asked for: those of the fields that have a remark."""
        keys = [page.key(asked.name) for page in self.pages for asked in page.fields]
        return chosen(self.pages, {key: self.cleaned_data.get(_name(key), "") for key in keys})

    def groups(self) -> list[Group]:
        """The remarks to type, school by school."""
        # A page that every school has is reached by its first one.
        first = {page.step.slug: page for page in reversed(self.pages)}
        return [
            Group(
                school,
                [
                    (
                        page.step.slug if first[page.step.slug] is page else "",
                        page.step.title,
                        self._rows(page),
                    )
                    for page in pages
                ],
            )
            for school, pages in groupby(self.pages, key=lambda page: page.school)
        ]

    def _rows(self, page: AskablePage) -> list[Row]:
        return [Row(one.label, one.value, self[_name(page.key(one.name))]) for one in page.fields]

    def head(self) -> list[forms.BoundField]:
        return [self["reason"], self["answer_on"]]


def _name(key: Key) -> str:
    return "-".join(["remarque", key[0], str(key[1]), key[2]]).rstrip("-")


def _deadline(candidacy: Candidacy) -> date:
    return timezone.localdate() + timedelta(days=candidacy.call.correction_days)
