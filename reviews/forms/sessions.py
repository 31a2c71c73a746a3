"""The forms of a session: preparing it, its agenda, its presences, its decisions."""

from decimal import Decimal
from typing import Any

from django import forms

from applications.models import Call, Candidacy
from tne38.core.money import french
from tne38.core.money_fields import MoneyFormField

from ..domain.attendance import Guest
from ..domain.decisions import Choice
from ..enums import AttendanceRole, Outcome, Presence, SessionKind
from ..models import Attendance, Session

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_HOUR = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class SessionForm(forms.Form):
    """What a session is: of which commission, when, where, with which quorum."""

    kind = forms.ChoiceField(label="Commission", choices=SessionKind.choices, widget=forms.RadioSelect)
    held_on = forms.DateField(label="Date", widget=_DAY)
    starts_at = forms.TimeField(label="Heure", required=False, widget=_HOUR)
    place = forms.CharField(label="Lieu", max_length=200)
    quorum = forms.IntegerField(
        label="Quorum",
        min_value=1,
        help_text="Nombre de membres présents sans lesquels la commission ne décide pas.",
    )


class NewSessionForm(SessionForm):
    call = forms.ModelChoiceField(label="Appel", queryset=Call.objects.all(), empty_label=None)
    field_order = ["call"]


class QuorumForm(forms.Form):
    """An open session may only mend its quorum."""

    quorum = SessionForm.base_fields["quorum"]


class AgendaForm(forms.Form):
    """The dossiers that a session examines."""

    dossiers = forms.ModelMultipleChoiceField(
        label="Dossiers à examiner",
        queryset=Candidacy.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, labels: dict[int, str], candidates: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["dossiers"]
        field.queryset = candidates
        field.label_from_instance = lambda candidacy: labels[candidacy.pk]


class PresenceForm(forms.Form):
    """One invited person."""

    role = forms.ChoiceField(label="Rôle", choices=AttendanceRole.choices)
    presence = forms.ChoiceField(label="Présence", choices=Presence.choices)

    def __init__(self, *args: Any, attendance: Attendance, **kwargs: Any) -> None:
        initial = {"role": attendance.role, "presence": attendance.presence}
        super().__init__(*args, prefix=f"m{attendance.pk}", initial=initial, **kwargs)
        self.attendance = attendance
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label} de {attendance.full_name}"


class GuestForm(forms.Form):
    """Someone else to invite; left empty, nobody."""

    full_name = forms.CharField(label="Prénom et nom", required=False, max_length=150)
    quality = forms.CharField(
        label="Qualité", required=False, max_length=150, help_text="Par exemple : représentante du Rectorat."
    )
    new_role = forms.ChoiceField(
        label="Son rôle", choices=AttendanceRole.choices, initial=AttendanceRole.MEMBER, required=False
    )

    def guests(self) -> list[Guest]:
        values = self.cleaned_data
        if not values["full_name"]:
            return []
        return [Guest(values["full_name"], values["quality"], values["new_role"] or AttendanceRole.MEMBER)]


AS_PROPOSED, OTHERWISE = "selected", "selected_otherwise"


class SessionDecisionForm(forms.Form):
    """What the commission decides of the dossier on the screen."""

    outcome = forms.ChoiceField(label="Décision", widget=forms.RadioSelect)
    amount = MoneyFormField(
        label="Montant accordé (en euros)",
        required=False,
        help_text="Seulement s’il diffère de la proposition.",
    )
    reason = forms.CharField(
        label="Motif",
        required=False,
        help_text="Obligatoire pour un refus ou un autre montant ; il figure au procès-verbal et dans la lettre.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=3000,
    )
    beyond = forms.CharField(
        label="Motif du dépassement de l’enveloppe",
        required=False,
        help_text="Seulement si la commission dépasse l’enveloppe : il est conservé et s’affiche partout.",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=3000,
    )

    def __init__(self, *args: Any, proposal: Decimal, eligible: Decimal, may_exceed: bool, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.proposal = proposal
        self.fields["outcome"].choices = [
            (AS_PROPOSED, f"Retenu pour {french(proposal)}"),
            (OTHERWISE, f"Retenu avec un montant différent ({french(eligible)} au plus)"),
            (Outcome.WAITING_LIST.value, "Liste d’attente"),
            (Outcome.REJECTED.value, "Non retenu"),
        ]
        if not may_exceed:
            del self.fields["beyond"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if (
            values.get("outcome") == OTHERWISE
            and values.get("amount") is None
            and "amount" not in self.errors
        ):
            self.add_error("amount", "Indiquez le montant accordé, par exemple 45 000,00.")
        return values

    def choice(self) -> Choice:
        """What the domain is asked to record."""
        values = self.cleaned_data
        selected = values["outcome"] in {AS_PROPOSED, OTHERWISE}
        amount = self.proposal if values["outcome"] == AS_PROPOSED else values["amount"]
        return Choice(
            Outcome.SELECTED if selected else Outcome(values["outcome"]),
            **({"amount": amount} if selected else {}),
            reason=values["reason"].strip(),
            beyond=values.get("beyond", "").strip(),
        )


def last_quorum(call: Call | None) -> int | None:
    """The quorum of the last session, of this call if there was one."""
    sessions = Session.objects.filter(call=call) if call else Session.objects.all()
    return sessions.values_list("quorum", flat=True).first()
