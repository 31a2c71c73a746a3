"""The walk over every address of the portal, as its resolver knows them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tne38.notifications.models import Message

from .addresses import OF_A_PORTEUR, PARAMETERS, Arguments
from .world import World


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
