"""Every address of the portal, with what fills its parameters. A new address must be told here.

Those of the admin site fill themselves: the first row of the model they show.
"""

from collections.abc import Callable
from typing import Any

from applications.actions import offered
from applications.models import Candidacy, SavedView
from applications.porteur_actions import PORTEUR
from applications.question_actions import EXCHANGES
from applications.steps import steps_of
from equipment.actions import CORRESPONDENTS
from reviews.check_actions import CONFORMITY
from reviews.opinion_actions import OPINIONS
from tne38.accounts.enums import Role
from tne38.core.models import StoredFile
from tne38.notifications.models import Message
from tne38.pages.guide import STAGES

from . import amending, deploying, invoicing
from .world import World

Arguments = list[dict[str, Any]]

# Open to anyone, on purpose.
PUBLIC = {
    "core:health",
    "accounts:sign_in",
    "accounts:code",  # leads back to sign-in unless a password has just been given
    "accounts:sign_out",
    "accounts:sign_up",
    "accounts:forgotten",
    "accounts:choose_password",  # its secret is in the address
    "pages:home",
    "pages:call",
    "pages:blank_form",
    "pages:guide",
    "pages:guide_stage",
    "pages:contact",
    "pages:site_map",
    "pages:legal",
    "pages:privacy",
    "pages:terms",
    "pages:accessibility",
    "pages:robots",
    "applications:join",  # its secret is in the address
    # Only in the demonstration; elsewhere they do not exist.
    "pages:mailbox",
    "pages:message",
    "pages:components",
    "admin:login",
    "admin:logout",
    "admin:jsi18n",
}


def files(world: World) -> Arguments:
    return [{"pk": pk} for pk in StoredFile.objects.order_by("kind").values_list("pk", flat=True)[:2]]


def messages(world: World) -> Arguments:
    return [{"pk": Message.objects.first().pk}]


def drafts(world: World) -> Arguments:
    return [{"pk": world.drafts[0].pk}]


def papers(world: World) -> Arguments:
    return [{"pk": world.papers[0].pk}]


def dossiers(world: World) -> Arguments:
    """One dossier at each stage."""
    stages = [world.drafts, world.papers, world.deposited, world.asked, world.conforming, world.contracted]
    stages += [world.quoting, world.launched, world.buying, world.claimed, world.paid]
    return [{"pk": stage[0].pk} for stage in stages]


def steps(world: World) -> Arguments:
    """Those of a collège, and those that a commune says once."""
    draft, of_town = world.drafts[0], [step for step in steps_of(world.town.call) if not step.of_school]
    return [
        *({"pk": draft.pk, "slug": step.slug} for step in steps_of(draft.call)),
        *({"pk": world.town.pk, "slug": step.slug} for step in of_town),
    ]


def organisation(world: World) -> Arguments:
    return [{"pk": world.town.organisation_id}]


def member(world: World) -> Arguments:
    """Oneself, and another one."""
    members = world.town.organisation.memberships.order_by("pk")[:2]
    return [{"pk": row.organisation_id, "member_pk": row.pk} for row in members]


def invitation(world: World) -> Arguments:
    return [{"pk": world.town.organisation_id, "invitation_pk": world.invitation.pk}]


def town(world: World) -> Arguments:
    return [{"pk": world.town.pk}]


def town_school(world: World) -> Arguments:
    return [{"pk": world.town.pk, "project_pk": world.town.projects.order_by("pk")[0].pk}]


def town_steps(world: World) -> Arguments:
    [school] = town_school(world)
    return [{**school, "slug": step.slug} for step in steps_of(world.town.call) if step.of_school]


def town_lines(world: World) -> Arguments:
    [school] = town_school(world)
    return [{**school, "slug": "equipements"}]


def pieces(world: World) -> Arguments:
    """One piece of a collège's draft, one of a commune's."""
    found = [draft.attachments.order_by("pk").first() for draft in (world.drafts[0], world.town)]
    return [{"pk": piece.candidacy_id, "piece_pk": piece.pk} for piece in found]


def lines_step(world: World) -> Arguments:
    return [{"pk": world.drafts[0].pk, "slug": "equipements"}]


def acts(world: World) -> Arguments:
    """Every act that is offered on a dossier of some stage."""
    stages = [world.deposited, world.asked, world.conforming, world.contracted]
    stages += [world.quoting, world.launched, world.buying, world.claimed, world.paid]
    dossiers = [Candidacy.objects.get(pk=stage[0].pk) for stage in stages]
    return [
        {"pk": dossier.pk, "slug": act.slug}
        for dossier in dossiers
        for beside in ("", PORTEUR, EXCHANGES, CONFORMITY, OPINIONS, CORRESPONDENTS)
        for act in offered(dossier, world.people[Role.GESTIONNAIRE], beside=beside)
    ]


def sessions(world: World) -> Arguments:
    return [{"pk": session.pk} for session in world.sessions[:3]]


def session_dossiers(world: World) -> Arguments:
    """A dossier to examine and one that is decided."""
    items = world.sessions[0].items.order_by("pk")[:2]
    return [{"pk": item.session_id, "dossier": item.candidacy_id} for item in items]


def commissions(world: World) -> Arguments:
    """A meeting in preparation, one whose report is arrested, one that has voted."""
    return [{"pk": commission.pk} for commission in world.commissions[:3]]


def contracted(world: World) -> Arguments:
    """A dossier whose convention is to be signed."""
    return [{"pk": world.contracted[0].pk}]


def judged(world: World) -> Arguments:
    """A dossier on which the member of the commission has an opinion to give."""
    return [{"dossier": world.conforming[0].pk}]


def asked(world: World) -> Arguments:
    """A dossier under a request for corrections."""
    return [{"pk": world.asked[0].pk}]


def asked_places(world: World) -> Arguments:
    places = world.asked[0].correction_requests.get().places.all()
    return [{"pk": world.asked[0].pk, "place_pk": place.pk} for place in places]


def asked_rows(world: World) -> Arguments:
    place = world.asked[0].correction_requests.get().places.get(step="classes")
    return [{"pk": world.asked[0].pk, "place_pk": place.pk}]


def of_row(model: str, row: Callable[[World], Any]) -> dict[str, Callable[[World], Arguments]]:
    """Django's own addresses of a row, asked of the call of the world."""
    found = lambda world: [{"object_id": str(row(world).pk)}]  # noqa: E731
    return dict.fromkeys([f"admin:{model}_{act}" for act in ("change", "history", "delete")], found)


PARAMETERS: dict[str, Callable[[World], Arguments]] = {
    "core:file": files,
    "accounts:choose_password": lambda world: [{"uidb64": "MQ", "token": "choisir"}],
    "pages:message": messages,
    "pages:call": lambda world: [{"slug": world.call.slug}],
    "pages:blank_form": lambda world: [{"slug": world.call.slug}, {"slug": world.town.call.slug}],
    "pages:guide_stage": lambda world: [{"slug": stage.slug} for stage in STAGES],
    "admin:applications_candidacy_act": acts,
    "admin:figures": lambda world: [{"slug": world.call.slug}],
    "admin:envelope_stages": lambda world: [{"slug": world.call.slug}],
    "admin:control": lambda world: [{"slug": world.call.slug}],
    "admin:export_dossiers": lambda world: [{"form": form} for form in ("xlsx", "csv")],
    **of_row("applications_candidacy", lambda world: world.deposited[0]),
    **of_row("conventions_convention", lambda world: world.contracted[0].convention),
    **of_row("applications_call", lambda world: world.call),
    "admin:applications_candidacy_delete_view": lambda world: [{"pk": SavedView.objects.earliest("pk").pk}],
    "admin:exchange_sheetimport_confirm": lambda world: [{"pk": world.sheets[0].pk}],
    "admin:exchange_sheetimport_model": lambda world: [
        {"slug": call.slug, "form": form}
        for call in (world.call, world.town.call)
        for form in ("xlsx", "csv")
    ],
    "admin:reviews_ranking_of_call": lambda world: [{"slug": world.call.slug}],
    "admin:reviews_ranking_compute": lambda world: [{"slug": world.call.slug}],
    "admin:reviews_scenario_of_call": lambda world: [{"slug": world.call.slug}],
    "admin:reviews_scenario_create": lambda world: [{"slug": world.call.slug}],
    "admin:reviews_waiting_list": lambda world: [{"slug": world.call.slug}],
    "admin:reviews_waiting_promote": lambda world: [{"pk": world.waiting[0].pk}],
    **{
        f"admin:reviews_session_{name}": sessions
        for name in ("change_session", "attendance", "agenda", "open", "close", "letters")
    },
    **{
        f"admin:conventions_permanentcommission_{name}": commissions
        for name in ("agenda", "freeze", "result", "dates", "generate")
    },
    "admin:reviews_opinion_give": judged,
    "admin:reviews_opinion_recuse": judged,
    "admin:reviews_opinion_spread": lambda world: [{"slug": world.call.slug}],
    **{
        f"admin:conventions_articletext_{name}": lambda _world: [{"kind": "ogec"}, {"kind": "commune"}]
        for name in ("edit", "preview", "publish")
    },
    "admin:reviews_session_run": session_dossiers,
    "admin:reviews_session_reopen": session_dossiers,
    **{f"conventions:{name}": contracted for name in ("answer", "authorisation", "copy", "confirm")},
    "applications:start": lambda world: [{"slug": world.call.slug}, {"slug": world.town.call.slug}],
    "applications:start_commune": lambda world: [
        {"slug": world.town.call.slug, "code": world.free_commune.insee}
    ],
    "applications:start_epci": lambda world: [
        {"slug": world.town.call.slug, "code": world.free_commune.epci.siren}
    ],
    "applications:confirm_school": lambda world: [{"slug": world.call.slug, "uai": world.free_school.uai}],
    "applications:join": lambda world: [{"token": world.secret}],
    "applications:members": organisation,
    "applications:invite": organisation,
    "applications:change_member": member,
    "applications:remove_member": member,
    "applications:send_invitation_again": invitation,
    "applications:cancel_invitation": invitation,
    "applications:detail": dossiers,
    "applications:documents": dossiers,
    "applications:history": lambda world: [*dossiers(world), *town(world)],
    "applications:withdraw": lambda world: [{"pk": world.deposited[0].pk}],
    "applications:questions": asked,
    "applications:duplicate": asked,
    "applications:archive": asked,
    "applications:questions_read": asked,
    "applications:answer": asked,
    "applications:answer_place": asked_places,
    "applications:answer_autosave": asked_places,
    "applications:answer_preview": asked_rows,
    **deploying.PARAMETERS,
    "applications:delete": drafts,
    "applications:deposit": drafts,
    "applications:summary": lambda world: [*drafts(world), *town(world)],
    "applications:paper_find": lambda world: [{"slug": world.call.slug}, {"slug": world.town.call.slug}],
    "applications:paper_college": lambda world: [{"slug": world.call.slug, "uai": world.free_school.uai}],
    "applications:paper_commune": lambda world: [
        {"slug": world.town.call.slug, "code": world.free_commune.insee},
        {"slug": world.town.call.slug, "code": world.town.organisation.commune.insee},
    ],
    "applications:paper_epci": lambda world: [
        {"slug": world.town.call.slug, "code": world.free_commune.epci.siren}
    ],
    "applications:paper_letter": papers,
    "applications:recapitulation": lambda world: [*dossiers(world), *town(world)],
    "applications:schools": town,
    "applications:add_schools": town,
    "applications:remove_school": town_school,
    "applications:copy_school": town_school,
    "applications:pieces": lambda world: [*drafts(world), *town(world)],
    "applications:piece": pieces,
    "applications:remove_piece": pieces,
    "applications:school_step": town_steps,
    "applications:school_preview": town_lines,
    "applications:school_autosave": town_steps,
    "applications:step": steps,
    "applications:preview": lines_step,
    "applications:autosave": steps,
    **amending.PARAMETERS,
    **invoicing.PARAMETERS,
}
# Addresses that belong to a porteur: to another one they do not exist.
OF_A_PORTEUR = {
    "core:file",
    "applications:members",
    "applications:invite",
    "applications:change_member",
    "applications:remove_member",
    "applications:send_invitation_again",
    "applications:cancel_invitation",
    *deploying.PARAMETERS,
    "applications:detail",
    "applications:documents",
    "applications:history",
    "applications:withdraw",
    "applications:answer",
    "applications:questions",
    "applications:duplicate",
    "applications:archive",
    "applications:questions_read",
    "applications:answer_place",
    "applications:answer_autosave",
    "applications:answer_preview",
    "applications:delete",
    "applications:deposit",
    "applications:summary",
    "applications:recapitulation",
    "applications:paper_letter",
    "applications:schools",
    "applications:add_schools",
    "applications:remove_school",
    "applications:copy_school",
    "applications:pieces",
    "applications:piece",
    "applications:remove_piece",
    "applications:school_step",
    "applications:school_preview",
    "applications:school_autosave",
    "applications:step",
    "applications:preview",
    "applications:autosave",
    *amending.PARAMETERS,
    *invoicing.PARAMETERS,
}
