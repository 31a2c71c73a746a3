"""A variable that a template of ours names and nobody gives is a mistake, not an empty string."""

import sys
from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.template.base import FilterExpression, Node
from django.template.defaultfilters import default, default_if_none


class UndefinedVariable(Exception):
    """Raised in tests in place of the empty string that Django prints."""


class Undefined(str):
    """`string_if_invalid` of the tests: raises for our templates, stays empty for those of packages."""

    __slots__ = ()

    def __new__(cls) -> Self:
        return super().__new__(cls, "%s")

    def __mod__(self, name: Any) -> str:
        frame = sys._getframe(1)
        expression, context = frame.f_locals["self"], frame.f_locals["context"]
        if _has_default(expression):
            return expression.resolve(context, ignore_failures=True)
        node = _node(frame)
        if node is not None and _is_ours(node.origin.name):
            raise UndefinedVariable(
                f"« {name} » is not given to {node.origin.name}, line {node.token.lineno}."
            )
        return ""


def _has_default(expression: FilterExpression) -> bool:
    """`{{ hint|default:"" }}` says itself that the variable may be missing."""
    return bool(expression.filters) and expression.filters[0][0] in {default, default_if_none}


def _node(frame: Any) -> Node | None:
    """The template node being rendered, found up the stack: it knows the file that it was written in."""
    while frame is not None:
        owner = frame.f_locals.get("self")
        if isinstance(owner, Node) and getattr(owner, "origin", None) is not None:
            return owner
        frame = frame.f_back
    return None


def _is_ours(path: str) -> bool:
    return Path(path).is_relative_to(settings.BASE_DIR) and "site-packages" not in path
