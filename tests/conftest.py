"""What every test starts from."""

import gc
import os
import shutil

import pytest
from django.conf import settings as django_settings
from django.db import connection
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests.undefined import Undefined
from tne38.core import pdf

# A property is true or false, not quick or slow: the machine may be busy elsewhere.
hypothesis_settings.register_profile("portal", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("portal")


def pytest_configure():
    """Before the first template is loaded: a variable missing from one of ours fails."""
    django_settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = Undefined()


def pytest_collection_finish():
    """What is loaded by now stays: the collector need not look at it again after each test (a tenth of the time)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


@pytest.fixture(autouse=True)
def _real_engines(request):
    """A test that names an engine fails without it: it never passes by not running."""
    marked = {marker.name for marker in request.node.iter_markers()}
    if "postgresql" in marked and connection.vendor != "postgresql":
        pytest.fail(
            'This test needs PostgreSQL: run `make test`, set DATABASE_URL, or add -m "not postgresql".',
            pytrace=False,
        )
    if "redis" in marked and not django_settings.CELERY_BROKER_URL.startswith("redis://"):
        pytest.fail(
            'This test needs Redis: run `make test`, set CELERY_BROKER_URL, or add -m "not redis".',
            pytrace=False,
        )
    if "browser" in marked and shutil.which(os.environ.get("TNE38_CHROMIUM", "chromium")) is None:
        pytest.fail(
            "This test needs Chromium: run `make test`, or install the chromium package.", pytrace=False
        )


@pytest.fixture(autouse=True)
def _private_files(tmp_path, settings):
    """Private files of a test go to its own folder."""
    settings.PRIVATE_FILES_ROOT = tmp_path / "private"
    storages = {**django_settings.STORAGES}
    storages["default"] = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path / "private"), "base_url": None},
    }
    settings.STORAGES = storages


@pytest.fixture
def nothing_is_printed(monkeypatch):
    """A document is its HTML: for tests that need many of them and read none, laying them out would take minutes."""
    monkeypatch.setattr(pdf, "_write", lambda html, *_: b"%PDF-1.7 " + html.encode())
