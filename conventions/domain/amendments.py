"""Amending a convention: what changes is written down and printed once, then signed, then notified."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from applications.enums import CandidacyState as State
from applications.models import Candidacy
from tne38.core import files, journal, pdf, words
from tne38.core.errors import DomainError, NotAllowed
from tne38.core.money import ZERO, french, plain
from tne38.core.workflow import perform

from ..amendment.access import AMENDMENT
from ..amendment.document import TEMPLATE_VERSION, AmendmentData, Granted, missing
from ..amendment.messages import AmendmentToSign
from ..amendment.workflow import AMEND, OPEN_AMENDMENT
from ..codes import PageCode, seal_of
from ..models import Amendment, Balance, Convention
from ..recovery.amounts import Shares, given_back
from .accounts import granted_shares, locked_balance, open_claim
from .assembly import beneficiary_of, owner_of, the_department
from .commissions import valid_number
from .dates import claims_until
from .generation import MissingValues

# After the notification and before the balance is settled.
AMENDABLE = frozenset({State.NOTIFIED, State.DELIVERED, State.CLAIMED})
MADE, DROPPED = "avenant établi", "avenant abandonné"
_DATA_TITLE = "Données de l’avenant, lisibles par un logiciel"


@dataclass(frozen=True)
class AmendmentValue:
    """What is to change: None leaves the last day, or the amount (euros), as it is."""

    reason: str
    asked_on: date
    claims_until: date | None = None
    granted: Decimal | None = None
    act: str = ""


def prepare(convention: Convention, value: AmendmentValue, *, by: Any, on: date | None = None) -> Amendment:
    """Print the next amendment of a convention and freeze it, for its beneficiary to sign; `on`: today.

    Raises MissingValues (« valeur_manquante »), DomainError « champ_invalide », « montant_invalide », « etat »;
    NotAllowed. The document is printed before any row is locked.
    """
    today = on or timezone.localdate()
    convention = _read(convention)
    data = assemble(convention, value, today=today, by=by)
    content = print_document(data)
    with transaction.atomic():
        convention, _balance = locked_convention(convention)
        if assemble(convention, value, today=today, by=by) != data:
            raise DomainError("etat", "Le dossier vient de changer : relisez-le, puis recommencez.")
        amendment = _keep(convention, data, content)
        AmendmentToSign(amendment).send()
        after = {"avenant": data.number, "sha256": amendment.sha256}
        journal.record(MADE, convention.candidacy, by=by, after=after, reason=data.reason)
    return amendment


def _keep(convention: Convention, data: AmendmentData, content: bytes) -> Amendment:
    file = files.store(
        content, kind=AMENDMENT, name=f"avenant-{data.number}.pdf", content_type="application/pdf"
    )
    after = data.granted
    return Amendment.objects.create(
        convention=convention,
        rank=data.rank,
        number=data.number,
        reason=data.reason,
        asked_on=data.asked_on,
        act=data.act,
        claims_until_before=data.until_before,
        claims_until=data.until,
        granted_before=data.granted_before.amount,
        department_before=data.granted_before.department_share,
        tne_before=data.granted_before.tne_share,
        granted=after.amount if after else None,
        department_share=after.department_share if after else None,
        tne_share=after.tne_share if after else None,
        file=file,
        sha256=file.sha256,
        data=data.as_data(),
        template_version=TEMPLATE_VERSION,
        made_on=data.made_on,
    )


def assemble(convention: Convention, value: AmendmentValue, *, today: date, by: Any) -> AmendmentData:
    """The values of the next amendment, as the dossier stands; raises what `prepare` does."""
    if by is not None and not by.has_perm(AMEND, convention):
        raise NotAllowed
    _require_amendable(convention)
    _require_dates(convention, value, today=today)
    candidacy, before = convention.candidacy, granted_shares(convention)
    assert convention.notified_on is not None
    after = _lowered(convention, before, value.granted) if value.granted is not None else None
    data = AmendmentData(
        convention=convention.number or "",
        rank=convention.amendments.count() + 1,
        dossier=candidacy.number or "",
        call=candidacy.call.title,
        notified_on=convention.notified_on,
        made_on=today,
        department=the_department(),
        beneficiary=beneficiary_of(candidacy),
        owner=owner_of(candidacy),
        reason=value.reason.strip(),
        asked_on=value.asked_on,
        act=_act(value.act),
        until_before=claims_until(convention),
        until=value.claims_until,
        granted_before=_granted(before),
        granted=_granted(after) if after else None,
        in_words=words.in_words(after.amount) if after else "",
    )
    if names := missing(data):
        raise MissingValues(names, "L’avenant ne peut pas être établi")
    return data


def _granted(shares: Shares) -> Granted:
    return Granted(shares.amount, shares.department, shares.tne)


def _act(number: str) -> str:
    """The act of the commission permanente, as it is written; none where the président may sign alone."""
    try:
        return valid_number(number) if number.strip() else ""
    except DomainError as error:
        raise DomainError(error.code, error.message, field="act") from error


def require_amendable_state(convention: Convention) -> None:
    """Raise DomainError « etat » once the dossier is settled, or before its convention is notified."""
    candidacy = convention.candidacy
    if candidacy.state not in AMENDABLE or convention.notified_on is None:
        raise DomainError("etat", f"{candidacy} : la convention ne s’amende pas à ce stade.")


def _require_amendable(convention: Convention) -> None:
    require_amendable_state(convention)
    if convention.amendments.filter(state__in=OPEN_AMENDMENT).exists():
        message = "Un avenant est déjà en cours : menez-le à son terme, ou abandonnez-le."
        raise DomainError("etat", message)


def _require_dates(convention: Convention, value: AmendmentValue, *, today: date) -> None:
    """Article 10: more time is asked for, with a reason, before the last day."""
    current = claims_until(convention)
    if value.asked_on > today:
        raise DomainError("champ_invalide", "Cette date est dans le futur.", field="asked_on")
    if value.claims_until is None:
        return
    if value.claims_until <= current:
        message = f"Indiquez une date après le {current:%d/%m/%Y}, le dernier jour actuel."
        raise DomainError("champ_invalide", message, field="claims_until")
    if value.asked_on > current:
        message = (
            f"Le délai se prolonge sur demande reçue avant son terme, le {current:%d/%m/%Y} "
            "(article 10 de la convention)."
        )
        raise DomainError("champ_invalide", message, field="asked_on")


def _lowered(convention: Convention, before: Shares, granted: Decimal) -> Shares:
    """The shares of a lower subsidy: never above what was voted, never under what is liquidated."""
    require_no_claim(convention)
    account = Balance.objects.filter(convention=convention).first()
    least = account.liquidated if account else ZERO
    if not max(least, Decimal("0.01")) <= granted < before.amount:
        message = (
            f"Indiquez un montant de {french(max(least, Decimal('0.01')))} à moins de {french(before.amount)} : "
            "un avenant ne relève pas la subvention votée et ne revient pas sur ce qui est liquidé."
        )
        raise DomainError("montant_invalide", message, field="granted")
    part = convention.candidacy.terms.tne_share
    back = given_back(before, amount=before.amount - granted, tne_part=part)
    return before - Shares(back.department_share, back.tne_share)


def require_no_claim(convention: Convention) -> None:
    """Raise DomainError « etat » while a request for payment is computed on the current amount."""
    if open_claim(convention) is not None:
        message = "Une demande de versement est en cours : réglez-la avant de changer le montant."
        raise DomainError("etat", message)


def print_document(data: AmendmentData) -> bytes:
    """The PDF of an amendment, with its data attached and a code on each page, like its convention."""
    seal = seal_of(data.as_data())
    return pdf.render(
        "documents/amendment.html",
        {"amendment": data, "department": data.department, "party": data.beneficiary, "owner": data.owner},
        title=f"Avenant n° {data.rank} à la convention n° {data.convention}",
        at=timezone.make_aware(datetime.combine(data.made_on, time())),
        attachments=[pdf.JsonAttachment(f"avenant-{data.number}.json", data.as_data(), _DATA_TITLE)],
        codes=lambda page, total: PageCode(data.number, page, total, seal).text(),
    )


@transaction.atomic
def give_up(amendment: Amendment, *, reason: str, by: Any) -> Amendment:
    """The amendment will not be concluded; nothing changes. Raises « champ_obligatoire », « etat », NotAllowed."""
    if not reason.strip():
        raise DomainError("champ_obligatoire", "Indiquez pourquoi l’avenant est abandonné.", field="reason")
    amendment, _balance = locked(amendment)
    perform(amendment.give_up, by=by)
    _drop(amendment, reason=reason.strip(), by=by)
    return amendment


def give_up_the_open_one(convention: Convention, *, reason: str, by: Any) -> None:
    """Nothing changes any more in a dossier that is closed: the amendment being signed is dropped with it.

    The dossier is locked by the act of `by` that closes it; no right to amend is asked for.
    """
    for amendment in convention.amendments.select_for_update(of=("self",)).filter(state__in=OPEN_AMENDMENT):
        amendment.convention = convention
        perform(amendment.give_up, by=None)
        _drop(amendment, reason=reason, by=by)


def _drop(amendment: Amendment, *, reason: str, by: Any) -> None:
    amendment.save()
    after = {"avenant": amendment.number}
    journal.record(DROPPED, amendment.candidacy, by=by, after=after, reason=reason)


def locked(amendment: Amendment) -> tuple[Amendment, Balance]:
    """An amendment and the account of its convention, locked after their dossier."""
    convention, balance = locked_convention(amendment.convention)
    found = Amendment.objects.select_for_update(of=("self",)).get(pk=amendment.pk)
    found.convention = convention
    return found, balance


def locked_convention(convention: Convention) -> tuple[Convention, Balance]:
    Candidacy.objects.locked(convention.candidacy_id)
    found = _read(convention)
    return found, locked_balance(found)


def _read(convention: Convention) -> Convention:
    """As it stands, with what its amendment says."""
    related = "candidacy__call", "candidacy__organisation__commune", "candidacy__vote_result"
    return Convention.objects.select_related(*related).get(pk=convention.pk)


def described(amendment: Amendment) -> dict[str, Any]:
    """What an amendment changes, as the journal keeps it."""
    return {
        "avenant": amendment.number,
        "delai": amendment.claims_until,
        "montant": plain(amendment.granted) if amendment.granted is not None else None,
    }
