"""For the tests: real engines chosen by DATABASE_URL and CELERY_BROKER_URL, quick passwords, no static manifest."""

from .development import *

DEBUG = False
DEMO = False
SECRET_KEY = "tests-only"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# WhiteNoise would rescan every static file for each test client.
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
AXES_ENABLED = False
