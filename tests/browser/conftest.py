"""A real portal in a real browser: live server, a Celery worker of its own, a mail catcher."""

import os
import shutil
import socket
import subprocess
import sys
import time
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default as email_policy

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connection

# Playwright runs its loop in the thread of the test, where Django's database calls are made as well.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


def pytest_collection_modifyitems(items):
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {
        "executable_path": shutil.which(os.environ.get("TNE38_CHROMIUM", "chromium")),
        "args": ["--no-sandbox", "--disable-background-networking", "--disable-component-update"],
    }


@pytest.fixture(scope="session")
def browser_context_args():
    return {"locale": "fr-FR", "timezone_id": "Europe/Paris", "viewport": {"width": 1280, "height": 900}}


class Catcher:
    """An SMTP server that keeps what it receives."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 (the name aiosmtpd calls)
        self.received.append(BytesParser(policy=email_policy).parsebytes(envelope.content))
        return "250 OK"

    def wait_for(self, subject: str, *, seconds: float = 20) -> list[EmailMessage]:
        """The messages whose subject holds `subject`, as soon as there is one."""
        for _ in range(int(seconds * 10)):
            found = [message for message in self.received if subject in message["Subject"]]
            if found:
                return found
            time.sleep(0.1)
        raise AssertionError(f"No message about {subject!r} among {[m['Subject'] for m in self.received]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def mailbox():
    """The mail catcher, on a port of its own."""
    catcher = Catcher()
    controller = Controller(catcher, hostname="127.0.0.1", port=_free_port())
    controller.start()
    catcher.port = controller.port
    yield catcher
    controller.stop()


@pytest.fixture
def worker(transactional_db, mailbox, settings, tmp_path):
    """A real worker process on the same database, files and broker as the live server."""
    database = connection.settings_dict
    engine = connection.vendor
    url = (
        f"postgres://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT'] or 5432}"
        f"/{database['NAME']}"
        if engine == "postgresql"
        else f"sqlite:///{database['NAME']}"
    )
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tne38.settings.development",
        "DATABASE_URL": url,
        "CELERY_BROKER_URL": django_settings.CELERY_BROKER_URL,
        "PRIVATE_FILES_ROOT": str(settings.PRIVATE_FILES_ROOT),
        "EMAIL_URL": f"smtp://127.0.0.1:{mailbox.port}",
        "TNE38_VAR_DIR": str(tmp_path / "var"),
    }
    command = [sys.executable, "-m", "celery", "-A", "tne38", "worker", "--concurrency", "1"]
    process = subprocess.Popen(
        [*command, "--without-gossip", "--without-mingle", "--loglevel", "WARNING"], env=environment
    )
    yield process
    # At once, so that none of its connections is left when the test database is emptied.
    process.kill()
    process.wait(timeout=30)


@pytest.fixture
def reference(transactional_db):
    """The real directory of Isère and the two founding calls."""
    call_command("load_reference")
    call_command("load_calls")
