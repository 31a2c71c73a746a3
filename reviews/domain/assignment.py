"""Which members are asked for their opinion on which dossiers: by hand, or spread evenly."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, QuerySet

from applications.conflicts import is_shut
from applications.enums import CandidacyState as State
from applications.models import Call, Candidacy
from tne38.accounts.models import User
from tne38.core import journal
from tne38.core.errors import DomainError, NotAllowed

from ..models import Opinion
from ..spreading import spread
from .members import members
from .recusals import shut_pairs

ASSIGN = "reviews.assign_opinion"


@dataclass(frozen=True)
class Spreading:
    """What a spreading did: how many opinions it asked for, the dossiers left with too few members."""

    asked: int
    short: list[Candidacy]


def able(candidacy: Candidacy) -> QuerySet[User]:
    """The members to whom the dossier is not shut."""
    return members().exclude(is_shut(OuterRef("pk"), candidacy.pk))


def to_judge(call: Call) -> QuerySet[Candidacy]:
    """The dossiers of a call on which opinions are asked: conforming, not decided."""
    return Candidacy.objects.filter(call=call, state=State.CONFORMING).order_by("number")


@transaction.atomic
def assign(candidacy: Candidacy, chosen: Iterable[User], *, by: Any) -> list[Opinion]:
    """Ask exactly these members; an opinion already filed stays, a draft is kept by keeping its member.

    Raises DomainError « etat », « champ_invalide » for a member who keeps away; NotAllowed.
    """
    _require(by)
    candidacy = Candidacy.objects.locked(candidacy.pk)
    require_undecided(candidacy)
    wanted = {member.pk for member in chosen}
    allowed = set(able(candidacy).values_list("pk", flat=True))
    known = {opinion.member_id: opinion for opinion in candidacy.opinions.all()}
    refused = User.objects.filter(pk__in=wanted - allowed - set(known)).first()
    if refused is not None:
        message = f"{refused.full_name} ne peut pas donner d’avis sur ce dossier."
        raise DomainError("champ_invalide", message, field="members")
    _withdraw(known, wanted)
    _ask([(candidacy.pk, pk) for pk in sorted(wanted - set(known))])
    opinions = list(candidacy.opinions.select_related("member"))
    journal.record("avis demandés", candidacy, by=by, after=_names(opinions))
    return opinions


def _withdraw(known: dict[int, Opinion], wanted: set[int]) -> None:
    """Ask no longer for an opinion that is not filed. Raises DomainError « etat » when it is begun."""
    for pk, opinion in known.items():
        if pk in wanted or opinion.filed_at is not None:
            continue
        if opinion.saved_at is not None:
            message = f"{opinion.member.full_name} a commencé son avis : il ne peut plus lui être retiré."
            raise DomainError("etat", message, field="members")
        opinion.delete()


@transaction.atomic
def spread_evenly(call: Call, chosen: Iterable[User], *, each: int, by: Any) -> Spreading:
    """Complete the dossiers of a call to `each` members, evenly, leaving out those who keep away.

    Those already asked stay and count. Raises DomainError « champ_obligatoire », NotAllowed.
    """
    _require(by)
    people = [member.pk for member in chosen]
    dossiers = list(to_judge(call).select_for_update(of=("self",)).order_by("pk"))
    dossiers.sort(key=lambda candidacy: candidacy.number or "")
    if not people:
        raise DomainError("champ_obligatoire", "Choisissez au moins un membre.", field="members")
    if not dossiers:
        raise DomainError("etat", "Aucun dossier conforme n’attend d’avis pour cet appel.")
    keys = [candidacy.pk for candidacy in dossiers]
    taken: dict[int, list[int]] = {}
    for dossier, member in Opinion.objects.filter(candidacy__in=keys).values_list("candidacy", "member"):
        taken.setdefault(dossier, []).append(member)
    pairs = spread(keys, people, each=each, shut=shut_pairs(keys, people), taken=taken)
    _ask(pairs)
    return _told(dossiers, pairs, taken, each=each, by=by)


def _told(
    dossiers: list[Candidacy],
    pairs: list[tuple[int, int]],
    taken: dict[int, list[int]],
    *,
    each: int,
    by: Any,
) -> Spreading:
    """Write in the journal of each dossier who is newly asked; say which have too few members."""
    have = {dossier: list(held) for dossier, held in taken.items()}
    for dossier, member in pairs:
        have.setdefault(dossier, []).append(member)
    fresh = {dossier for dossier, _ in pairs}
    asked = Opinion.objects.filter(candidacy__in=fresh).select_related("member")
    by_dossier: dict[int, list[Opinion]] = {}
    for opinion in asked:
        by_dossier.setdefault(opinion.candidacy_id, []).append(opinion)
    for candidacy in dossiers:
        if candidacy.pk in fresh:
            journal.record("avis demandés", candidacy, by=by, after=_names(by_dossier[candidacy.pk]))
    short = [candidacy for candidacy in dossiers if len(have.get(candidacy.pk, ())) < each]
    return Spreading(len(pairs), short)


def _ask(pairs: Iterable[tuple[int, int]]) -> None:
    Opinion.objects.bulk_create(Opinion(candidacy_id=dossier, member_id=member) for dossier, member in pairs)


def _names(opinions: Iterable[Opinion]) -> dict[str, Any]:
    return {"membres": sorted(opinion.member.full_name for opinion in opinions)}


def _require(by: Any) -> None:
    if by is not None and not by.has_perm(ASSIGN):
        raise NotAllowed


def require_undecided(candidacy: Candidacy) -> None:
    """Raise DomainError « etat » for a dossier that is not, or no longer, for the commission to judge."""
    if candidacy.state != State.CONFORMING:
        state = candidacy.get_state_display().lower()
        raise DomainError("etat", f"Le dossier {candidacy} n’attend pas d’avis : il est « {state} ».")
