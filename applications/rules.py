"""Who may do what with a dossier. Default deny: what is not written here is refused."""

import rules

from tne38.accounts.rules import is_administrator, is_agent, works_for_the_programme

from .enums import CandidacyState, MembershipRole, Origin

sees_deposited = works_for_the_programme
enters_paper = is_agent
_ROLES = "_membership_roles"


def roles_in(user, organisation_id: int) -> set[tuple[str, int | None]]:
    """The person's roles in an organisation, each with its school or None; all are read at once a request."""
    # By getattr and setattr: the user of a request is a lazy object, whose own __dict__ is not the user's.
    found: dict[int, set[tuple[str, int | None]]] | None = getattr(user, _ROLES, None)
    if found is None:
        found = {}
        for pk, role, school_id in user.memberships.values_list("organisation_id", "role", "school_id"):
            found.setdefault(pk, set()).add((role, school_id))
        setattr(user, _ROLES, found)
    return found.get(organisation_id, set())


def forget_roles(user) -> None:
    """Have the roles of a person, which changed or may have, read again; nothing without a person."""
    if hasattr(user, _ROLES):
        delattr(user, _ROLES)


def _roles(user, candidacy) -> set[tuple[str, int | None]]:
    return roles_in(user, candidacy.organisation_id)


def _manages(user, organisation_id: int) -> bool:
    return any(role == MembershipRole.MANAGER for role, _ in roles_in(user, organisation_id))


@rules.predicate
def is_member(user, candidacy) -> bool:
    """Acts for the porteur, in any role."""
    return candidacy is not None and user.is_authenticated and bool(_roles(user, candidacy))


@rules.predicate
def manages(user, candidacy) -> bool:
    """May change the whole dossier."""
    return candidacy is not None and user.is_authenticated and _manages(user, candidacy.organisation_id)


@rules.predicate
def manages_porteur(user, organisation) -> bool:
    """The same, asked of the organisation itself."""
    return organisation is not None and user.is_authenticated and _manages(user, organisation.pk)


@rules.predicate
def fills_in(user, candidacy) -> bool:
    """Acts for the porteur, for the whole or for a school; whoever only reads does not."""
    writers = {MembershipRole.MANAGER, MembershipRole.SCHOOL}
    return (
        candidacy is not None
        and user.is_authenticated
        and any(role in writers for role, _ in _roles(user, candidacy))
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


# These two are asked of a place of the dossier (`domain.editing.Place`).


@rules.predicate
def place_is_editable(user, place) -> bool:
    """In a dossier that the person may change as a whole."""
    return place is not None and user.has_perm("applications.edit_candidacy", place.candidacy)


@rules.predicate
def place_is_of_own_school(user, place) -> bool:
    """What a draft says of the school for which the person is a member."""
    if place is None or place.project is None or not user.is_authenticated:
        return False
    own = (MembershipRole.SCHOOL, place.project.school_id)
    is_on_line_draft = place.candidacy.state == CandidacyState.DRAFT and not place.candidacy.is_paper_draft
    return is_on_line_draft and own in _roles(user, place.candidacy)


@rules.predicate
def place_is_asked(user, place):
    """What an open request for corrections asks for: of the dossier, or of the person's own school."""
    if place is None or place.candidacy.state == CandidacyState.DRAFT or not user.is_authenticated:
        return False
    own = place.project and (MembershipRole.SCHOOL, place.project.school_id) in _roles(user, place.candidacy)
    return bool(own or user.has_perm("applications.answer_corrections", place.candidacy)) and place.is_asked


rules.add_perm("applications.start_candidacy", rules.is_authenticated & ~works_for_the_programme)
rules.add_perm("applications.enter_paper", enters_paper)
rules.add_perm("applications.edit_candidacy", is_draft & ((manages & ~is_paper) | (enters_paper & is_paper)))
rules.add_perm("applications.edit_place", place_is_editable | place_is_of_own_school | place_is_asked)
rules.add_perm("applications.deposit_candidacy", (manages & ~is_paper) | (enters_paper & is_paper))
rules.add_perm("applications.withdraw_candidacy", manages)
rules.add_perm("applications.answer_corrections", ~is_draft & (manages | (is_agent & is_paper)))
rules.add_perm("applications.duplicate_candidacy", ~is_draft & manages)
rules.add_perm("applications.write_question", is_deposited & (is_agent | fills_in))
# An agent finds someone for a porteur whose people have all left; they alone say who does what among them.
rules.add_perm("applications.invite_member", is_agent | manages_porteur)
rules.add_perm("applications.manage_members", manages_porteur)
rules.add_perm("applications.invite_for_porteur", is_agent & is_deposited)
rules.add_perm("applications.correct_porteur", is_agent & is_deposited)
rules.add_perm("applications.view_extension", is_agent)
rules.add_perm("applications.name_correspondents", is_agent & is_deposited)
rules.add_perm("applications.add_extension", is_agent)
rules.add_perm("applications.review_candidacy", is_agent & is_deposited)
rules.add_perm("applications.decide_candidacy", is_agent & is_deposited)

# The admin site: what each role sees, what an administrator edits.
rules.add_perm("applications", works_for_the_programme)
rules.add_perm("applications.view_candidacy", works_for_the_programme & is_deposited)
for _model in ("school", "commune", "epci", "organisation"):
    rules.add_perm(f"applications.view_{_model}", works_for_the_programme)
for _model in ("call", "trainingtheme", "familyaction", "entproduct", "piecekind", "calldocument"):
    rules.add_perm(f"applications.view_{_model}", works_for_the_programme)
    rules.add_perm(f"applications.change_{_model}", is_administrator)
    rules.add_perm(f"applications.add_{_model}", is_administrator)
for _model in ("trainingtheme", "familyaction", "entproduct", "piecekind", "calldocument"):
    rules.add_perm(f"applications.delete_{_model}", is_administrator)
rules.add_perm("applications.view_membership", is_agent)
