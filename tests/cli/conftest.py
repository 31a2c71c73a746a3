"""The real program, as people start it, on a small database of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def manage(tmp_path_factory):
    """Run manage.py in its own process; returns its exit code, standard output and standard error."""
    folder = tmp_path_factory.mktemp("portail")
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}

    def run(*arguments, **environment):
        return subprocess.run(
            [sys.executable, "manage.py", *map(str, arguments)],
            cwd=ROOT,
            env={**kept, "TNE38_VAR_DIR": str(folder), **environment},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    for command in ("migrate", "load_calls"):
        done = run(command)
        assert done.returncode == 0, done.stderr
    return run
