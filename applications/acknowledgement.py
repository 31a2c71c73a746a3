"""What an accusé de réception states, as plain values (CRPA, art. R112-5; R112-11-1 on line).

Silence for two months rejects a request for money (CRPA, art. L231-4, 3°).
"""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import timezone

from . import checks
from .enums import Origin
from .models import Call, Candidacy, Organisation, School
from .silence import rejected_on


@dataclass(frozen=True)
class Service:
    """The service in charge: what the call says, the Département's own address and phone otherwise."""

    name: str
    address: str
    email: str
    phone: str


@dataclass(frozen=True)
class Acknowledgement:
    """The mentions of an accusé de réception."""

    number: str
    call: str
    calendar: str  # « validation des candidatures : mai 2025 », may be empty
    porteur: str
    identifier: str
    schools: tuple[str, ...]
    on_paper: bool
    received_on: date
    received_at: str  # « 31/03/2025 à 23 h 59 », on line
    postmark_on: date | None
    rejected_on: date
    service: Service
    missing: tuple[str, ...]
    addressee: tuple[str, ...] = ()  # of a letter to post; a document sent by e-mail names nobody
    written_on: date | None = None  # of a letter


def goes_by_post(candidacy: Candidacy) -> bool:
    """Whether nobody of the porteur has an e-mail address: its paper form gives none, and no account acts for it."""
    porteur = candidacy.organisation
    on_paper = candidacy.origin == Origin.PAPER
    return on_paper and not porteur.email and not porteur.memberships.filter(user__is_active=True).exists()


def acknowledgement_of(candidacy: Candidacy) -> Acknowledgement:
    """The mentions for a deposited dossier; a paper one is received on the day of its arrival."""
    assert candidacy.deposited_at is not None
    on_paper = candidacy.origin == Origin.PAPER
    deposited = timezone.localtime(candidacy.deposited_at)
    received_on = reception(candidacy)
    projects = candidacy.projects.select_related("school__commune")
    by_post = goes_by_post(candidacy)
    return Acknowledgement(
        number=candidacy.number or "",
        call=candidacy.call.title,
        calendar=_calendar(candidacy.call),
        porteur=candidacy.organisation.name,
        identifier=_identifier(candidacy.organisation),
        schools=tuple(_school(project.school) for project in projects),
        on_paper=on_paper,
        received_on=received_on,
        received_at="" if on_paper else f"{deposited:%d/%m/%Y} à {deposited:%H} h {deposited:%M}",
        postmark_on=candidacy.postmark_on if on_paper else None,
        rejected_on=rejected_on(received_on),
        service=_service(candidacy.call),
        missing=_missing(candidacy) if on_paper else (),
        addressee=_addressee(candidacy.organisation) if by_post else (),
        written_on=timezone.localdate() if by_post else None,
    )


def _addressee(porteur: Organisation) -> tuple[str, ...]:
    """The lines of the address, as the window of an envelope shows them."""
    person = porteur.representative_name
    return (porteur.name, *([f"À l’attention de {person}"] if person else []), *porteur.postal_lines)


def reception(candidacy: Candidacy) -> date:
    """The day from which the delays run: that of the deposit, or that of the arrival of a paper."""
    assert candidacy.deposited_at is not None
    if candidacy.origin == Origin.PAPER and candidacy.received_on:
        return candidacy.received_on
    return timezone.localtime(candidacy.deposited_at).date()


def _calendar(call: Call) -> str:
    periods = {
        "validation des candidatures": call.validation_period,
        "notification": call.notification_period,
    }
    return " ; ".join(f"{name} : {period}" for name, period in periods.items() if period)


def _identifier(organisation: Organisation) -> str:
    if organisation.siret:
        return f"SIRET {organisation.siret}"
    return f"SIREN {organisation.siren}" if organisation.siren else ""


def _school(school: School) -> str:
    where = f", {school.commune.name}" if school.commune else ""
    return f"{school.name} ({school.uai}){where}"


def _service(call: Call) -> Service:
    identity = settings.DEPARTMENT
    return Service(
        name=f"{identity['name']}, service chargé de l’appel « {call.title} »",
        address=call.postal_address or identity["address"],
        email=call.contact_email,
        phone=call.contact_phone or identity["phone"],
    )


def _missing(candidacy: Candidacy) -> tuple[str, ...]:
    """What a paper dossier lacks, for it may be completed (CRPA, art. L114-5)."""
    return tuple(finding.message for finding in checks.blocking(checks.findings(candidacy)))
