"""`make demo` as a person starts and stops it: it serves, and it leaves no process behind."""

import os
import signal
import socket
import subprocess
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest
from django.conf import settings

from tests.workers.process import wait_until


def answers(port: int, path: str) -> int:
    """The status of a page, 0 while nobody listens."""
    try:
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
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


@pytest.mark.timeout(240)
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL], ids=["terminated", "killed"])
def test_the_demonstration_serves_and_stops_whole(tmp_path, how):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "PORT": str(port), "TNE38_VAR_DIR": str(tmp_path)}
    for name in ("DATABASE_URL", "CELERY_BROKER_URL", "DJANGO_SETTINGS_MODULE"):
        environment.pop(name, None)
    with (tmp_path / "log").open("wb") as log:
        make = subprocess.Popen(
            ["make", "demo"], cwd=settings.BASE_DIR, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        wait_until(lambda: answers(port, "/sante/") == 200 or make.poll() is not None, "the portal", seconds=200)
        assert answers(port, "/") == 200, (tmp_path / "log").read_text()
        assert any("celery" in command for command in processes_of(tmp_path))
    finally:
        make.send_signal(how)
        make.wait(30)
    wait_until(lambda: processes_of(tmp_path) == [], "the end of every process")
    assert "instructeur@demo.test" in (tmp_path / "log").read_text()
