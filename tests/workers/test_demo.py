"""`make demo` as a person starts and stops it: it serves, and it leaves no process behind."""

import os
import signal
import subprocess
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest
from django.conf import settings

from tests.workers.mail import free_port
from tests.workers.process import wait_until

pytestmark = pytest.mark.any_engine


def answers(port: int, path: str) -> int:
    """The status of a page, 0 while nobody listens."""
    try:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, HTTPException):
        return 0
    finally:
        connection.close()


def processes_of(folder: Path) -> list[str]:
    """The processes of the demonstration that keeps its data in a folder: their environment names it."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"TNE38_VAR_DIR={folder}\0".encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue  # gone meanwhile, or another person's
    return found


@contextmanager
def demonstration(folder: Path, port: int, how: signal.Signals):
    """`make demo` with its data in a folder, until `make` itself is given a signal."""
    environment = {**os.environ, "PORT": str(port), "TNE38_VAR_DIR": str(folder)}
    for name in ("DATABASE_URL", "CELERY_BROKER_URL", "DJANGO_SETTINGS_MODULE"):
        environment.pop(name, None)
    log = folder / "log"
    with log.open("wb") as output:
        make = subprocess.Popen(
            ["make", "demo"], cwd=settings.BASE_DIR, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        wait_until(
            lambda: answers(port, "/sante/") == 200 or make.poll() is not None, "the portal", seconds=400
        )
        assert answers(port, "/") == 200, log.read_text()
        yield log
    finally:
        make.send_signal(how)
        make.wait(120)
        wait_until(lambda: processes_of(folder) == [], "the end of every process")


def test_the_demonstration_starts_twice_and_always_stops_whole(tmp_path):
    port = free_port()
    with demonstration(tmp_path, port, signal.SIGTERM) as log:
        assert any("celery" in command for command in processes_of(tmp_path))
        assert "instructeur@demo.test" in log.read_text()
    before = (tmp_path / "tne38.sqlite3").stat().st_ino
    with demonstration(tmp_path, port, signal.SIGKILL):
        assert (tmp_path / "tne38.sqlite3").stat().st_ino == before
