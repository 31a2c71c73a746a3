"""What the domain refuses, told by the form that asked for it."""

from collections.abc import Callable

from django import forms

from tne38.core.errors import DomainError


def refuse(form: forms.Form, error: DomainError) -> None:
    """Say a refusal of the domain beside the field that it names, or on top."""
    form.add_error(error.field if error.field in form.fields else None, error.message)


def carried_out(
    form: forms.Form,
    act: Callable[[], object],
    *,
    say: Callable[[forms.Form, DomainError], None] = refuse,
) -> bool:
    """Whether the domain took what a valid form asks for; `say` tells a refusal, and the form keeps what was typed."""
    try:
        act()
    except DomainError as error:
        say(form, error)
        return False
    return True
