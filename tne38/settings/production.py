"""In production every secret and address comes from the environment; none has a default."""

from .base import *

DEBUG = False
SECRET_KEY = env("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
SITE_URL = env("SITE_URL")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
DATABASES["default"].update(env.db_url("DATABASE_URL"))
CELERY_BROKER_URL = env("CELERY_BROKER_URL")
PRIVATE_FILES_ROOT = env("PRIVATE_FILES_ROOT")
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL")
vars().update(env.email_url("EMAIL_URL"))

SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# Without it every wrong password would come from the proxy: anybody could lock anybody out.
AXES_CLIENT_IP_CALLABLE = "tne38.accounts.proxy.client_address"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
