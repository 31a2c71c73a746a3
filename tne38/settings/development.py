"""On one's own machine: no service to install, messages kept in the portal's own mailbox page."""

from .base import *

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY", default="development-only-never-in-production")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]

# The demonstration shows its accounts on the sign-in page and its e-mails at /demo/courriels/.
DEMO = env.bool("DEMO", default=True)
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="dummymail://")
vars().update(EMAIL_CONFIG)

VAR_DIR.mkdir(parents=True, exist_ok=True)
if CELERY_BROKER_URL.startswith("filesystem"):
    for folder in ("messages", "control"):
        (VAR_DIR / "queue" / folder).mkdir(parents=True, exist_ok=True)
