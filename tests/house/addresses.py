"""Every address of the portal, with what fills its parameters. A new address must be told here.

Those of the admin site fill themselves: the first row of the model they show.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from applications.actions import offered
from applications.models import Candidacy
from applications.steps import steps_of
from tne38.accounts.enums import Role
from tne38.core.models import StoredFile
from tne38.notifications.models import Message
from tne38.pages.guide import STAGES

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
    "pages:guide",
    "pages:guide_stage",
    "pages:contact",
    "pages:site_map",
    "pages:legal",
    "pages:privacy",
    "pages:terms",
    "pages:accessibility",
    "pages:robots",
    # Only in the demonstration; elsewhere they do not exist.
    "pages:mailbox",
    "pages:message",
    "pages:components",
    "admin:login",
    "admin:logout",
    "admin:jsi18n",
}


def files(world: World) -> Arguments:
    return [{"pk": pk} for pk in StoredFile.objects.values_list("pk", flat=True)[:2]]


def messages(world: World) -> Arguments:
    return [{"pk": Message.objects.first().pk}]


def drafts(world: World) -> Arguments:
    return [{"pk": world.drafts[0].pk}]


def dossiers(world: World) -> Arguments:
    """One dossier at each stage."""
    stages = [world.drafts, world.deposited, world.conforming, world.contracted]
    return [{"pk": stage[0].pk} for stage in stages]


def steps(world: World) -> Arguments:
    """Those of a collège, and those that a commune says once."""
    draft, of_town = world.drafts[0], [step for step in steps_of(world.town.call) if not step.of_school]
    return [
        *({"pk": draft.pk, "slug": step.slug} for step in steps_of(draft.call)),
        *({"pk": world.town.pk, "slug": step.slug} for step in of_town),
    ]


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


def lines_step(world: World) -> Arguments:
    return [{"pk": world.drafts[0].pk, "slug": "equipements"}]


def acts(world: World) -> Arguments:
    """Every act that is offered on a dossier of some stage."""
    stages = [world.deposited, world.conforming, world.contracted]
    agent = world.people[Role.GESTIONNAIRE]
    dossiers = [Candidacy.objects.get(pk=stage[0].pk) for stage in stages]
    return [{"pk": dossier.pk, "slug": act.slug} for dossier in dossiers for act in offered(dossier, agent)]


PARAMETERS: dict[str, Callable[[World], Arguments]] = {
    "core:file": files,
    "accounts:choose_password": lambda world: [{"uidb64": "MQ", "token": "choisir"}],
    "pages:message": messages,
    "pages:call": lambda world: [{"slug": world.call.slug}],
    "pages:guide_stage": lambda world: [{"slug": stage.slug} for stage in STAGES],
    "admin:applications_candidacy_act": acts,
    "admin:reviews_ranking_of_call": lambda world: [{"slug": world.call.slug}],
    "admin:reviews_ranking_compute": lambda world: [{"slug": world.call.slug}],
    "applications:start": lambda world: [{"slug": world.call.slug}, {"slug": world.town.call.slug}],
    "applications:start_commune": lambda world: [
        {"slug": world.town.call.slug, "code": world.free_commune.insee}
    ],
    "applications:start_epci": lambda world: [
        {"slug": world.town.call.slug, "code": world.free_commune.epci.siren}
    ],
    "applications:confirm_school": lambda world: [{"slug": world.call.slug, "uai": world.free_school.uai}],
    "applications:detail": dossiers,
    "applications:documents": dossiers,
    "applications:withdraw": lambda world: [{"pk": world.deposited[0].pk}],
    "applications:delete": drafts,
    "applications:deposit": drafts,
    "applications:summary": lambda world: [*drafts(world), *town(world)],
    "applications:schools": town,
    "applications:add_schools": town,
    "applications:remove_school": town_school,
    "applications:copy_school": town_school,
    "applications:school_step": town_steps,
    "applications:school_preview": town_lines,
    "applications:school_autosave": town_steps,
    "applications:step": steps,
    "applications:preview": lines_step,
    "applications:autosave": steps,
}
# Addresses that belong to a porteur: to another one they do not exist.
OF_A_PORTEUR = {
    "core:file",
    "applications:detail",
    "applications:documents",
    "applications:withdraw",
    "applications:delete",
    "applications:deposit",
    "applications:summary",
    "applications:schools",
    "applications:add_schools",
    "applications:remove_school",
    "applications:copy_school",
    "applications:school_step",
    "applications:school_preview",
    "applications:school_autosave",
    "applications:step",
    "applications:preview",
    "applications:autosave",
}


@dataclass(frozen=True)
class Address:
    """One address: its name in full, the names of its parameters, the view behind it."""

    name: str
    parameters: frozenset[str]
    view: Any

    @property
    def belongs_to_a_porteur(self) -> bool:
        return self.name in OF_A_PORTEUR

    def paths(self, world: World) -> list[str]:
        """The address with real values in it."""
        return [reverse(self.name, kwargs=arguments) for arguments in self.arguments(world)]

    def arguments(self, world: World) -> Arguments:
        if self.name in PARAMETERS:
            return PARAMETERS[self.name](world)
        if not self.parameters:
            return [{}]
        return _admin_arguments(self)


def _admin_arguments(address: Address) -> Arguments:
    """What fills an address of the admin site: a row of the model that its name says, or an app."""
    if not address.name.startswith("admin:"):
        raise LookupError(f"Say in addresses.py what fills the parameters of {address.name}.")
    if address.parameters == {"app_label"}:
        return [{"app_label": "applications"}]
    if address.parameters == {"content_type_id", "object_id"}:
        content_type = ContentType.objects.get_for_model(Message)
        return [{"content_type_id": content_type.pk, "object_id": Message.objects.first().pk}]
    [name] = address.parameters
    row = _model_of(address.name)._base_manager.order_by("pk").last()
    return [{name: row.pk}] if row is not None else []


def _model_of(name: str) -> Any:
    app_label, model_name, _act = name.removeprefix("admin:").split("_", 2)
    return apps.get_model(app_label, model_name)


def every_address() -> list[Address]:
    """All the addresses of the portal, once each."""
    return list({address.name: address for address in _walk(get_resolver(), "", frozenset())}.values())


def _walk(resolver: URLResolver, namespace: str, outer: frozenset[str]) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        parameters = (
            outer | frozenset(pattern.pattern.converters) | frozenset(pattern.pattern.regex.groupindex)
        )
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern, inner, parameters)
        elif isinstance(pattern, URLPattern) and not _is_a_fallback(pattern):
            yield Address(f"{namespace}{pattern.name}", parameters, pattern.callback)


def _is_a_fallback(pattern: URLPattern) -> bool:
    """The admin site ends with a catch-all, and each model with a redirection of old addresses."""
    return pattern.name is None and pattern.lookup_str.startswith(
        ("django.contrib.admin", "django.views.generic")
    )
