"""A real portal in a real browser: live server, a Celery worker of its own, a mail catcher."""

import os
import shutil

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from tests.workers.mail import running_catcher
from tests.workers.process import running_worker

# Playwright runs its loop in the thread of the test, where Django's database calls are made as well.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
# What is expected comes at once; on a machine that is busy elsewhere, it may take longer than the 5 s of Playwright.
expect.set_options(timeout=60_000)


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


@pytest.fixture
def mailbox():
    """The mail catcher, on a port of its own."""
    with running_catcher() as catcher:
        yield catcher


@pytest.fixture
def worker(transactional_db, mailbox, tmp_path):
    """A real worker process on the same database, files and broker as the live server."""
    with running_worker(tmp_path / "worker.log", EMAIL_URL=mailbox.url) as process:
        yield process


@pytest.fixture
def reference(transactional_db):
    """The real directory of Isère and the two founding calls."""
    call_command("load_reference")
    call_command("load_calls")
