"""The form of a call as a document to print and to fill in by hand, made from the steps of the form on line."""

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.db.models import prefetch_related_objects
from django.utils import timezone

from tne38.core import pdf
from tne38.core.dates import in_words

from .enums import OrganisationKind
from .forms.paper import BlankPage
from .models import Call, Candidacy, Organisation, School, SchoolProject
from .steps import Step, steps_of

KEPT_FOR = 24 * 3600  # seconds


@dataclass(frozen=True)
class BlankStep:
    """A step of the form; `place` is « A1 »."""

    place: str
    title: str
    question: str
    help: str
    page: BlankPage


@dataclass(frozen=True)
class BlankPiece:
    """A piece to join."""

    label: str
    help: str
    required: bool


@dataclass(frozen=True)
class BlankForm:
    """What the paper form of a call says."""

    call: str
    reference: str
    closes_on: str
    address: str
    email: str
    phone: str
    site: str
    prerequisites: str
    several_schools: bool
    of_dossier: tuple[BlankStep, ...]
    of_school: tuple[BlankStep, ...]
    pieces: tuple[BlankPiece, ...]
    pieces_of_school: tuple[BlankPiece, ...]


def blank_form_of(call: Call) -> BlankForm:
    """The paper form of a call as its settings stand; a constant number of queries."""
    prefetch_related_objects([call], "piece_kinds")
    steps, identity = steps_of(call), settings.DEPARTMENT
    first, then = (
        [step for step in steps if not step.of_school],
        [step for step in steps if step.of_school],
    )
    return BlankForm(
        call=call.title,
        reference=f"Formulaire papier – {call.short_title}",
        closes_on=in_words(timezone.localtime(call.closes_at)),
        address=call.postal_address or "\n".join([identity["name"], *identity["address"].split(", ")]),
        email=call.contact_email,
        phone=call.contact_phone or identity["phone"],
        site=settings.SITE_URL,
        prerequisites=call.prerequisites,
        several_schools=not call.is_for_college,
        # The porteur introduces itself before it says what else it asks for.
        of_dossier=_blanks(call, sorted(first, key=lambda step: step.slug != "porteur"), "A"),
        of_school=_blanks(call, then, "B"),
        pieces=_pieces(call, of_school=False),
        pieces_of_school=_pieces(call, of_school=True),
    )


def _pieces(call: Call, *, of_school: bool) -> tuple[BlankPiece, ...]:
    kinds = [kind for kind in call.piece_kinds.all() if kind.of_school == of_school]
    return tuple(BlankPiece(kind.label, kind.help, kind.required) for kind in kinds)


def _blanks(call: Call, steps: list[Step], letter: str) -> tuple[BlankStep, ...]:
    # No row has the key 0: what a page reads of its dossier is empty.
    kind = OrganisationKind.OGEC if call.is_for_college else OrganisationKind.COMMUNE
    candidacy = Candidacy(pk=0, call=call, organisation=Organisation(kind=kind))
    project = SchoolProject(pk=0, candidacy=candidacy, school=School())
    pages = ((step, step.open(candidacy, project).blank()) for step in steps)
    written = [(step, page) for step, page in pages if page.fields or page.table]
    return tuple(
        BlankStep(f"{letter}{rank}", step.title, step.question, step.help, page)
        for rank, (step, page) in enumerate(written, start=1)
    )


def blank_form_pdf(call: Call) -> bytes:
    """The PDF of the paper form of a call: kept as long as nothing that it says changes."""
    form = blank_form_of(call)
    key = f"blank-form-{hashlib.sha256(repr(form).encode()).hexdigest()}"
    content: bytes = cache.get_or_set(key, lambda: print_document(form, call), KEPT_FOR)
    return content


def print_document(form: BlankForm, call: Call) -> bytes:
    title = f"Formulaire de candidature – {form.call}"
    return pdf.render("documents/blank_form.html", {"form": form}, title=title, at=call.opens_at)


def file_name(call: Call) -> str:
    return f"formulaire-papier-{call.slug}.pdf"
