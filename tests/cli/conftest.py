"""Commands as people start them: in this process, or as a program with a small database of its own."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.management import CommandError, load_command_class

from tne38.cli.founding import load_calls

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Done:
    """What a command gave back."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def manage(db, capsys):
    """Run a command with its real arguments on a portal that has the founding calls and no directory."""
    load_calls()

    def run(name, *arguments):
        command = load_command_class("tne38.cli", name)
        command._called_from_command_line = True
        code, message = 0, ""
        try:
            options = vars(command.create_parser("manage.py", name).parse_args([*map(str, arguments)]))
            command.execute(**{**options, "skip_checks": True})
        except CommandError as error:
            code, message = error.returncode, str(error)
        except SystemExit as error:
            code = error.code
        printed = capsys.readouterr()
        return Done(code, printed.out, printed.err + message)

    return run


@pytest.fixture(scope="session")
def program(tmp_path_factory):
    """Run manage.py in its own process."""
    folder = tmp_path_factory.mktemp("portail")
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}

    def run(*arguments, **environment):
        done = subprocess.run(
            [sys.executable, "manage.py", *map(str, arguments)],
            cwd=ROOT,
            env={**kept, "TNE38_VAR_DIR": str(folder), **environment},
            capture_output=True,
            text=True,
            timeout=400,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    for command in ("migrate", "load_calls"):
        done = run(command)
        assert done.returncode == 0, done.stderr
    return run
