"""For the tests: real engines chosen by DATABASE_URL and CELERY_BROKER_URL, quick passwords."""

import atexit
import os
import re
import shutil
import tempfile

# What a test writes never meets what a person keeps in var/, nor what another test process writes.
_folder = tempfile.mkdtemp(prefix="tne38-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["TNE38_VAR_DIR"] = _folder

from .development import *  # noqa: E402 - the folder comes first

DEBUG = False
DEMO = False
SECRET_KEY = "tests-only"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# WhiteNoise would rescan every static file for each test client.
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
AXES_ENABLED = False

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: the locks are those of the real thing, and a worker process can open it too.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL;PRAGMA synchronous=OFF;"
else:
    # The threads of a live server must not hold the test database open once the test is over.
    DATABASES["default"]["CONN_MAX_AGE"] = 0
if CELERY_BROKER_URL.startswith("redis://"):
    # Test processes side by side each have their own Redis database. Celery reads the environment as well.
    _process = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    _server = re.sub(r"/\d*$", "", CELERY_BROKER_URL)
    CELERY_BROKER_URL = os.environ["CELERY_BROKER_URL"] = f"{_server}/{_process}"
