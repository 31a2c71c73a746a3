"""The forms of the opinions: giving one, saying who is asked, keeping away."""

from typing import Any

from django import forms
from django.db.models import Q

from applications.models import Candidacy
from tne38.accounts.models import User

from ..domain import assignment
from ..domain.members import members
from ..domain.opinions import Content, mark_field
from ..enums import Stance
from ..models import JudgedCriterion, Opinion, Recusal

_LINES = forms.Textarea(attrs={"rows": 3})


class OpinionForm(forms.Form):
    """What a member thinks of a dossier, with a mark for each judged criterion of the call."""

    stance = forms.ChoiceField(label="Avis", choices=Stance.choices, widget=forms.RadioSelect, required=False)

    def __init__(self, *args: Any, opinion: Opinion, is_draft: bool = False, **kwargs: Any) -> None:
        marks = {mark_field(mark.criterion_id): mark.value for mark in opinion.marks.all()}
        initial = {"stance": opinion.stance, "comment": opinion.comment, **marks}
        super().__init__(*args, initial=initial, **kwargs)
        self.criteria: dict[str, int] = {}
        for row in JudgedCriterion.objects.filter(call=opinion.candidacy.call_id):
            self.criteria[mark_field(row.pk)] = row.pk
            self.fields[mark_field(row.pk)] = _mark(row)
        self.fields["comment"] = forms.CharField(
            label="Commentaire",
            required=False,
            help_text="Obligatoire pour une réserve ou un avis défavorable. La commission le lit, jamais le porteur.",
            widget=forms.Textarea(attrs={"rows": 5}),
            max_length=5000,
        )
        if is_draft:
            for field in self.fields.values():
                field.required = False

    def content(self) -> Content:
        """What the domain is asked to keep."""
        values = self.cleaned_data
        marks = {key: values[name] for name, key in self.criteria.items() if values.get(name) is not None}
        return Content(values["stance"], values["comment"], marks)


def _mark(row: JudgedCriterion) -> forms.IntegerField:
    return forms.IntegerField(
        label=f"{row.label} (note de 0 à {row.scale})",
        help_text=f"{row.help} Poids {row.weight}.".strip(),
        min_value=0,
        max_value=row.scale,
    )


class _Members(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, member: User) -> str:
        return member.full_name


class SpreadForm(forms.Form):
    """Among whom, and how many opinions each dossier gets."""

    each = forms.IntegerField(
        label="Avis par dossier",
        min_value=1,
        max_value=20,
        initial=2,
        help_text="Les avis déjà demandés comptent : seuls les manquants sont ajoutés.",
    )
    members = _Members(
        label="Membres",
        queryset=User.objects.none(),
        error_messages={"required": "Choisissez au moins un membre."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"].queryset = members()
        self.fields["members"].initial = list(members())


class AskForm(forms.Form):
    """Which members are asked for their opinion on one dossier; those who keep away are not offered."""

    members = _Members(
        label="Membres dont l’avis est demandé",
        queryset=User.objects.none(),
        required=False,
        help_text="Un avis rendu ou commencé reste. Un membre déporté ou lié au porteur n’est pas proposé.",
    )

    def __init__(self, *args: Any, candidacy: Candidacy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = User.objects.filter(opinions__candidacy=candidacy)
        able = assignment.able(candidacy)
        offered = Q(pk__in=able.values("pk")) | Q(pk__in=asked.values("pk"))
        self.fields["members"].queryset = User.objects.filter(offered).order_by("full_name", "pk")
        self.fields["members"].initial = list(asked)


class RecusalForm(forms.Form):
    """Why a member keeps away; they need not say it."""

    reason = forms.CharField(
        label="Motif",
        required=False,
        help_text="Les agents du programme le lisent ; le procès-verbal dit seulement le déport.",
        widget=_LINES,
        max_length=1000,
    )


class MemberRecusalForm(RecusalForm):
    """The same, recorded by an agent for a member."""

    member = forms.ModelChoiceField(
        label="Membre", queryset=User.objects.none(), empty_label="Choisissez un membre"
    )
    field_order = ["member", "reason"]

    def __init__(self, *args: Any, candidacy: Candidacy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["member"]
        field.queryset = assignment.able(candidacy)
        field.label_from_instance = lambda member: member.full_name


class LiftForm(forms.Form):
    """Which recusal was declared by mistake, and how one knows."""

    recusal = forms.ModelChoiceField(
        label="Déport", queryset=Recusal.objects.none(), empty_label="Choisissez un déport"
    )
    reason = forms.CharField(
        label="Motif",
        help_text="Il est inscrit dans l’historique du dossier.",
        widget=_LINES,
        max_length=1000,
    )

    def __init__(self, *args: Any, candidacy: Candidacy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["recusal"]
        field.queryset = candidacy.recusals.select_related("member")
        field.label_from_instance = lambda recusal: recusal.member.full_name
