"""Who may do what with a dossier. Default deny: what is not written here is refused."""

import rules

from tne38.accounts.rules import is_administrator, is_agent, works_for_the_programme

from .enums import CandidacyState, MembershipRole, Origin

sees_deposited = works_for_the_programme


def _roles(user, candidacy) -> set[tuple[str, int | None]]:
    """The person's memberships of the porteur, read once a request."""
    cache = user.__dict__.setdefault("_membership_roles", {})
    key = candidacy.organisation_id
    if key not in cache:
        rows = user.memberships.filter(organisation_id=key).values_list("role", "school_id")
        cache[key] = set(rows)
    return cache[key]


@rules.predicate
def is_member(user, candidacy) -> bool:
    """Acts for the porteur, in any role."""
    return candidacy is not None and user.is_authenticated and bool(_roles(user, candidacy))


@rules.predicate
def manages(user, candidacy) -> bool:
    """May change the whole dossier."""
    return (
        candidacy is not None
        and user.is_authenticated
        and any(role == MembershipRole.MANAGER for role, _ in _roles(user, candidacy))
    )


@rules.predicate
def is_draft(user, candidacy) -> bool:
    return candidacy is not None and candidacy.state == CandidacyState.DRAFT


@rules.predicate
def is_paper(user, candidacy) -> bool:
    return candidacy is not None and candidacy.origin == Origin.PAPER


@rules.predicate
def is_deposited(user, candidacy) -> bool:
    return candidacy is None or candidacy.state != CandidacyState.DRAFT


rules.add_perm("applications.start_candidacy", rules.is_authenticated & ~works_for_the_programme)
rules.add_perm("applications.edit_candidacy", is_draft & (manages | (is_agent & is_paper)))
rules.add_perm("applications.deposit_candidacy", manages | (is_agent & is_paper))
rules.add_perm("applications.withdraw_candidacy", manages)
rules.add_perm("applications.review_candidacy", is_agent & is_deposited)
rules.add_perm("applications.decide_candidacy", is_agent & is_deposited)

# The admin site: what each role sees, what an administrator edits.
rules.add_perm("applications", works_for_the_programme)
rules.add_perm("applications.view_candidacy", works_for_the_programme & is_deposited)
for _model in ("school", "commune", "epci", "organisation"):
    rules.add_perm(f"applications.view_{_model}", works_for_the_programme)
for _model in ("call", "trainingtheme", "familyaction", "entproduct", "calldocument"):
    rules.add_perm(f"applications.view_{_model}", works_for_the_programme)
    rules.add_perm(f"applications.change_{_model}", is_administrator)
    rules.add_perm(f"applications.add_{_model}", is_administrator)
for _model in ("trainingtheme", "familyaction", "entproduct", "calldocument"):
    rules.add_perm(f"applications.delete_{_model}", is_administrator)
rules.add_perm("applications.view_membership", is_agent)
