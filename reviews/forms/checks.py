"""The checklist of a dossier, to fill in: a result and a remark for each point."""

from dataclasses import dataclass
from typing import Any

from django import forms

from applications.models import Candidacy

from ..conformity import Entry, checklist
from ..domain.conformity import Answer
from ..enums import CheckResult, FoundBy


@dataclass(frozen=True)
class Row:
    """A point with its two fields."""

    entry: Entry
    result: forms.BoundField
    comment: forms.BoundField


class ChecklistForm(forms.Form):
    """One fieldset a point; left empty, the facts decide where they can."""

    def __init__(self, candidacy: Candidacy, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entries = checklist(candidacy).entries
        for entry in self.entries:
            said = entry.found_by == FoundBy.AGENT and not entry.again
            self.fields[f"resultat-{entry.item.pk}"] = forms.ChoiceField(
                label=f"Résultat : {entry.item.label}",
                choices=[("", _when_empty(entry)), *CheckResult.choices],
                required=False,
                initial=entry.result if said else "",
            )
            self.fields[f"remarque-{entry.item.pk}"] = forms.CharField(
                label=f"Remarque : {entry.item.label}",
                required=False,
                max_length=1000,
                initial=entry.comment if said else "",
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def to_answer(self) -> list[Row]:
        """What an agent has to look at, or has said; the rest is decided."""
        return [self._row(entry) for entry in self.entries if not _is_decided(entry)]

    def decided(self) -> list[Row]:
        return [self._row(entry) for entry in self.entries if _is_decided(entry)]

    def _row(self, entry: Entry) -> Row:
        return Row(entry, self[f"resultat-{entry.item.pk}"], self[f"remarque-{entry.item.pk}"])

    def answers(self) -> list[Answer]:
        return [
            Answer(
                entry.item,
                self.cleaned_data[f"resultat-{entry.item.pk}"],
                self.cleaned_data[f"remarque-{entry.item.pk}"],
            )
            for entry in self.entries
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["answers"] = self.answers() if not self.errors else []
        return cleaned


def _is_decided(entry: Entry) -> bool:
    """Whether the facts find it fulfilled."""
    return entry.found_by == FoundBy.FACT and entry.result == CheckResult.PASSED


def _when_empty(entry: Entry) -> str:
    """The first choice: what happens when the agent says nothing."""
    if entry.found_by == FoundBy.FACT and entry.result:
        return f"Contrôle automatique : {CheckResult(entry.result).label.lower()}"
    return "À contrôler"
