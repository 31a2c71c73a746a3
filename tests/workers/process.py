"""A real Celery worker in a process of its own, on the database and the queue of the running test."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

SECONDS = 180  # many times what it takes on an idle machine


def wait_until(condition: Callable[[], bool], what: str, *, seconds: float = SECONDS) -> None:
    """Look until the condition holds; fails saying what was awaited."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"Not seen within {seconds} s: {what}")
        time.sleep(0.05)


def database_url() -> str:
    """The address of the test database, for another process."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**values)


def environment(**more: str) -> dict[str, str]:
    """What another process needs to be the same portal."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tne38.settings.development",
        "DATABASE_URL": database_url(),
        "CELERY_BROKER_URL": settings.CELERY_BROKER_URL,
        "TNE38_VAR_DIR": str(settings.VAR_DIR),
        "PRIVATE_FILES_ROOT": str(settings.PRIVATE_FILES_ROOT),
        **more,
    }


@contextmanager
def running_worker(log: Path, *, include: str = "", **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """Start a worker, wait until it listens, stop it at the end; `more` adds to its environment."""
    command = [sys.executable, "-m", "celery", "-A", "tne38", "worker", "--concurrency=1", "--loglevel=INFO"]
    command += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    if include:
        command.append(f"--include={include}")
    with log.open("wb") as output:
        worker = subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            env=environment(**more),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            wait_until(lambda: b" ready." in log.read_bytes() or worker.poll() is not None, "a worker")
            assert worker.poll() is None, log.read_text()
            yield worker
        finally:
            stop(worker, signal.SIGTERM)


def stop(worker: subprocess.Popen[bytes], how: signal.Signals) -> None:
    """Signal the worker and all its children, and wait for the end."""
    if worker.poll() is None:
        # A warm stop is asked of the main process; a brutal one strikes them all.
        if how == signal.SIGKILL:
            os.killpg(worker.pid, how)
        else:
            worker.send_signal(how)
    try:
        worker.wait(SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait(60)
        raise
