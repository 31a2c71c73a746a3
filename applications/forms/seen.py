"""A form that shows what is kept: its sender says what they saw, so that nobody erases somebody else unseen."""

from datetime import date
from typing import Any

from django import forms

from ..domain.merging import fingerprint

SEEN = "vu"


def seen(form: forms.Form) -> str:
    """The print of what the form shows before anything is typed."""
    return fingerprint({name: _spoken(_kept(form, name)) for name in form.fields})


def is_overtaken(form: forms.Form, sent: str) -> bool:
    """Whether somebody changed what is kept since the sender of a valid form saw it; `sent` is what they saw.

    The form is then refused once: each field that would replace something says what is kept there.
    """
    if not sent or sent == seen(form):
        return False
    for name, field in form.fields.items():
        kept = _kept(form, name)
        is_kept = name in form.initial or field.initial is not None
        if is_kept and field.has_changed(kept, form[name].data):
            form.add_error(name, f"Enregistré actuellement\u00a0: {_spoken(kept) or 'rien'}.")
    form.add_error(
        None,
        "Ce qui est enregistré a changé pendant votre saisie. Relisez les champs signalés, puis validez de nouveau\u00a0: "
        "c’est votre saisie qui sera gardée.",
    )
    return True


def _kept(form: forms.Form, name: str) -> Any:
    return form.get_initial_for_field(form.fields[name], name)


def _spoken(value: Any) -> str:
    """A value as it is read on the page."""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, bool):
        return "coché" if value else ""
    return "" if value is None else str(value)
