"""The size of things, and what must never be written in the project."""

import ast
import re
import subprocess

import pytest

from .sources import ROOT, text_of, tracked, tracked_with

pytestmark = pytest.mark.any_engine

LINES_OF_A_FILE = 350
LINES_OF_A_FUNCTION = 60
# Written in two parts, so that this file does not hold what it looks for.
FORBIDDEN = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "registry." + "npmjs",
    "deb." + "debian.org",
    "--extra-" + "index-url",
    "/wo" + "rk/",
    "/ro" + "ot/",
    "/opt/" + "wheels",
    "/opt/" + "pypi",
    "farm" + "-studio",
]
BINARY = {".woff2", ".woff", ".ttf", ".otf", ".png", ".jpg", ".ico", ".pdf", ".icc", ".gz", ".xlsx", ".jar"}


def python_files():
    return [path for path in tracked_with(".py") if "migrations" not in path.parts]


@pytest.mark.parametrize("path", python_files(), ids=str)
def test_a_file_is_taken_in_at_a_glance(path):
    assert len(text_of(path).splitlines()) < LINES_OF_A_FILE


@pytest.mark.parametrize("path", python_files(), ids=str)
def test_a_function_does_one_thing(path):
    functions = [
        node
        for node in ast.walk(ast.parse(text_of(path)))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in functions
        if node.end_lineno - node.lineno + 1 >= LINES_OF_A_FUNCTION
    ]
    assert long == []


def test_nothing_that_git_ignores_is_kept():
    listing = ["git", "ls-files", "--cached", "--ignored", "--exclude-standard"]
    assert subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout == ""


def test_no_address_of_a_registry_and_no_path_of_a_machine():
    pattern = re.compile("|".join(map(re.escape, FORBIDDEN)))
    found = [
        f"{path}:{number}: {line.strip()[:120]}"
        for path in tracked()
        if path.suffix not in BINARY
        for number, line in enumerate(text_of(path).splitlines(), start=1)
        if pattern.search(line)
    ]
    assert found == []
