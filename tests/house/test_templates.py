"""The templates: each is used, none holds what the content security policy forbids."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Engine, Template, engines
from django.template.base import Origin
from django.template.exceptions import TemplateDoesNotExist

from tests.undefined import UndefinedVariable

from .sources import text_of, tracked_with

pytestmark = pytest.mark.any_engine

# Django looks for these by itself.
FOUND_BY_DJANGO = {"404.html", "500.html", "403.html", "400.html", "403_csrf.html", "429.html"}
IN_TEMPLATES = re.compile(r"""{%\s*(?:extends|include)\s+["']([^"']+)["']""")
INLINE = {
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", re.IGNORECASE),
    "inline stylesheet": re.compile(r"<style\b", re.IGNORECASE),
    "inline style": re.compile(r"""\sstyle\s*=\s*["'{]""", re.IGNORECASE),
    "inline event handler": re.compile(r"""\s(?:on[a-z]+|hx-on[:\w-]*)\s*=\s*["']""", re.IGNORECASE),
    "script address": re.compile(r"javascript:", re.IGNORECASE),
    "file from outside": re.compile(r"""<(?:script|link|img|iframe)\b[^>]*(?:src|href)=["'](?:https?:)?//"""),
}


def templates():
    return [path for path in tracked_with(".html", ".txt", ".svg") if "templates" in path.parts]


def name_of(path: Path) -> str:
    """The name by which a template is loaded."""
    return "/".join(path.parts[path.parts.index("templates") + 1 :])


def names_in_code() -> list[re.Pattern[str]]:
    """Every text of the Python code, its computed parts standing for anything."""
    found = []
    for path in tracked_with(".py"):
        if path.parts[0] == "tests":
            continue
        for node in ast.walk(ast.parse(text_of(path))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.append(re.compile(re.escape(node.value)))
            elif isinstance(node, ast.JoinedStr):
                parts = [
                    re.escape(p.value) if isinstance(p, ast.Constant) else r"[\w./-]+" for p in node.values
                ]
                found.append(re.compile("".join(parts)))
    return [
        pattern for pattern in found if re.search(r"\.(html|txt|svg)$", pattern.pattern.replace("\\", ""))
    ]


def replaces_one_of_a_package(name: str) -> bool:
    """Whether a package ships a template of this name, which ours stands before."""
    packages = Engine(dirs=[], app_dirs=True, libraries={}, builtins=[])
    for loader in packages.template_loaders:
        for origin in loader.get_template_sources(name):
            if "site-packages" in origin.name and Path(origin.name).is_file():
                return True
    return False


def test_every_template_is_used():
    patterns = names_in_code()
    included = {name for path in templates() for name in IN_TEMPLATES.findall(text_of(path))}
    unused = [
        name
        for name in map(name_of, templates())
        if name not in FOUND_BY_DJANGO | included
        and not any(pattern.fullmatch(name) for pattern in patterns)
        and not replaces_one_of_a_package(name)
    ]
    assert unused == []


@pytest.mark.parametrize("path", templates(), ids=str)
def test_nothing_inline_and_nothing_from_outside(path):
    if name_of(path).startswith("documents/"):
        return  # printed by WeasyPrint, never sent to a browser
    text = re.sub(r"{%\s*comment\s*%}.*?{%\s*endcomment\s*%}|{#.*?#}", "", text_of(path), flags=re.DOTALL)
    assert [what for what, pattern in INLINE.items() if pattern.search(text)] == []


@pytest.mark.parametrize("path", templates(), ids=str)
def test_a_template_compiles(path):
    try:
        engines["django"].get_template(name_of(path))
    except TemplateDoesNotExist as missing:
        pytest.fail(f"{path} asks for a template that does not exist: {missing}")


def test_an_undefined_variable_of_ours_fails(tmp_path):
    engine = engines["django"].engine
    inside = Path(settings.BASE_DIR) / "templates" / "nowhere.html"
    with pytest.raises(UndefinedVariable):
        _template("{{ nobody.gives.this }}", inside, engine).render(Context())


def test_a_variable_with_a_default_may_be_missing(tmp_path):
    engine = engines["django"].engine
    inside = Path(settings.BASE_DIR) / "templates" / "nowhere.html"
    assert _template("{{ missing|default:'–' }}", inside, engine).render(Context()) == "–"


def test_an_undefined_variable_of_a_package_stays_empty(tmp_path):
    engine = engines["django"].engine
    assert _template("{{ nobody.gives.this }}", tmp_path / "package.html", engine).render(Context()) == ""


def _template(source: str, path: Path, engine: Engine) -> Template:
    return Template(source, origin=Origin(str(path)), engine=engine)
