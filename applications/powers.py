"""What a person may do with a dossier now, and how it is said to them."""

from dataclasses import dataclass
from typing import Any

from .checks import Finding
from .domain.editing import Place
from .enums import CandidacyState, MembershipRole
from .models import Candidacy, Organisation, SchoolProject
from .rules import manages, roles_in
from .steps import Step
from .summary import projects_to_read


@dataclass(frozen=True)
class Powers:
    """`schools` are the projects whose pages the person fills in, all of them for whoever changes the whole."""

    whole: bool  # changes the dossier as a whole: its schools, its porteur, its deletion
    schools: frozenset[int]
    deposits: bool
    sentence: str  # empty for whoever may do everything
    asker: str  # who may, in a sentence: « vous », « la mairie »
    member: bool  # acts for the porteur, in any role

    def writes(self, step: Step, project: SchoolProject) -> bool:
        """Whether a page of the draft is theirs to fill in."""
        own_part = step.by_schools and bool(self.schools)
        return self.whole or own_part or (step.of_school and project.pk in self.schools)

    def mends(self, finding: Finding) -> bool:
        """Whether what is missing is theirs to complete."""
        return self.whole or finding.project_id in self.schools

    def concerns(self, finding: Finding) -> bool:
        """Whoever writes for a school is told of it; whoever only reads is told of everything."""
        return self.mends(finding) or not self.schools


def powers_of(candidacy: Candidacy, user: Any) -> Powers:
    """What this person may do with this dossier; reads its projects and the person's roles, once each."""
    whole = user.has_perm("applications.edit_candidacy", candidacy)
    projects, is_draft = projects_to_read(candidacy), candidacy.state == CandidacyState.DRAFT
    own = [
        project
        for project in projects
        if whole or (is_draft and user.has_perm("applications.edit_place", Place(candidacy, "", project)))
    ]
    deposits = user.has_perm("applications.deposit_candidacy", candidacy)
    # What was posted is recorded by an agent; from then on, its porteur acts as any other.
    acts = deposits or (not is_draft and manages(user, candidacy))
    return Powers(
        whole,
        frozenset(project.pk for project in own),
        deposits,
        "" if acts else _sentence(candidacy, user, own),
        "vous" if acts else candidacy.organisation.spoken,
        bool(roles_in(user, candidacy.organisation_id)),
    )


def _sentence(candidacy: Candidacy, user: Any, own: list[SchoolProject]) -> str:
    roles = {role for role, _ in roles_in(user, candidacy.organisation_id)}
    if not roles:
        return ""  # someone of the programme
    asker = candidacy.organisation.spoken
    if candidacy.state != CandidacyState.DRAFT:
        return f"Vous pouvez lire ce dossier et suivre ce qu’il devient ; {asker} agit."
    if own:
        names = " et de ".join(f"«\u00a0{project.school.name}\u00a0»" for project in own)
        return f"Vous pouvez modifier le projet de {names} ; {asker} remplit le reste et dépose le dossier."
    if MembershipRole.SCHOOL in roles:
        return (
            f"Votre établissement n’est pas dans ce dossier : vous pouvez le lire ; {asker} le remplit et le "
            "dépose."
        )
    return f"Vous pouvez lire ce dossier ; {asker} le remplit et le dépose."


def managers_of(organisation: Organisation) -> list[str]:
    """The names of those who may change everything and deposit."""
    managers = organisation.memberships.filter(role=MembershipRole.MANAGER, user__is_active=True)
    return list(managers.order_by("user__full_name", "pk").values_list("user__full_name", flat=True))
