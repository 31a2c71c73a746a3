"""What every test starts from."""

import pytest
from django.conf import settings as django_settings


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
