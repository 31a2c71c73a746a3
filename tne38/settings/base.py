"""What every environment shares. Read it from top to bottom; the other files only say what differs."""

from pathlib import Path

import environ
from celery.schedules import crontab

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

# --- Where the portal keeps what it writes (database file, private files, embedded queue) -------------
VAR_DIR = Path(env("TNE38_VAR_DIR", default=str(BASE_DIR / "var")))
PRIVATE_FILES_ROOT = Path(env("PRIVATE_FILES_ROOT", default=str(VAR_DIR / "private")))

# --- Applications, in import order (see docs/architecture.md) ------------------------------------------
INSTALLED_APPS = [
    "tne38.core",
    "tne38.accounts",
    "tne38.notifications",
    "applications",
    "equipment",
    "reviews",
    "conventions",
    "tne38.exchange",
    "tne38.pages",
    "tne38.cli",
    "tne38.site.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "axes",
    "rules.apps.AutodiscoverRulesConfig",
    "csp",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages, compressed; Django adds a random length to each, so that a secret cannot be guessed from it.
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "tne38.accounts.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "tne38.urls"
WSGI_APPLICATION = "tne38.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tne38.core.context_processors.portal",
            ],
            "builtins": ["tne38.core.templatetags.french_dates"],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

# --- Database: SQLite by default, PostgreSQL by DATABASE_URL -------------------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'tne38.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # Write transactions wait for one another instead of failing half-way.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # PostgreSQL's just-in-time compilation costs more than it gives on pages of a few milliseconds.
    DATABASES["default"]["OPTIONS"] = {"options": "-c jit=off"}

# --- Accounts ------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "rules.permissions.ObjectPermissionBackend",
    "tne38.accounts.backends.PasswordBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "pages:dashboard"
LOGOUT_REDIRECT_URL = "pages:home"
# Roles whose account must present a one-time code besides the password.
SECOND_FACTOR_ROLES = ["gestionnaire", "administrateur"]
OTP_TOTP_ISSUER = "TNE 38"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "username"
AXES_LOCKOUT_CALLABLE = "tne38.accounts.views.locked_out"
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_DISABLE_ACCESS_LOG = True
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True

# --- Language and time ---------------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
TIME_ZONE = "Europe/Paris"
USE_TZ = True
USE_I18N = True

# --- Files ---------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(PRIVATE_FILES_ROOT), "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# The pieces of a dossier. The proxy must let a whole sending through (docs/exploitation.md).
PIECE_MAXIMUM_BYTES = env.int("PIECE_MAXIMUM_BYTES", default=20_000_000)
# Where clamd listens: « tcp://host:3310 » or « unix:///run/clamav/clamd.ctl ». Empty: files stay « non analysé ».
CLAMD_URL = env("CLAMD_URL", default="")
CLAMD_TIMEOUT = 60  # seconds
# A request that weighs less stays in memory; else each file goes to a temporary one, up to the limit above.
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "tne38.core.uploads.BoundedUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FILES = 100
PIECES_PER_SENDING = 20
PIECES_PER_DOSSIER = env.int("PIECES_PER_DOSSIER", default=300)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a dossier of dozens of schools posts many fields

# --- Messages ------------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="TNE 38 <ne-pas-repondre@tne38.test>")
EMAIL_TIMEOUT = 20
# Where applicants write to (the address of the founding texts).
CONTACT_EMAIL = env("CONTACT_EMAIL", default="contact.tne38@isere.fr")
# The address of the portal as printed in messages and documents.
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000")

# --- Background work -----------------------------------------------------------------------------------
CELERY_BROKER_URL = env("CELERY_BROKER_URL", default="filesystem://localhost//")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
# A page never waits for the broker: what could not be handed over is picked up by the sweep.
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {"socket_connect_timeout": 2, "socket_timeout": 2}
CELERY_TASK_PUBLISH_RETRY = False
if CELERY_BROKER_URL.startswith("filesystem"):
    CELERY_BROKER_TRANSPORT = "tne38.core.filesystem_queue:Transport"
    _queue = VAR_DIR / "queue"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_queue / "messages"),
        "data_folder_out": str(_queue / "messages"),
        "control_folder": str(_queue / "control"),
        "store_processed": False,
        "polling_interval": 0.1,
    }
CELERY_BEAT_SCHEDULE = {
    "sweep-jobs": {"task": "core.sweep_jobs", "schedule": 30.0},
    "sweep-scans": {"task": "core.sweep_scans", "schedule": 600.0},
    # By day: people are written to, each once.
    "remind-corrections": {
        "task": "applications.remind_corrections",
        "schedule": crontab(hour="8-18", minute="10"),
    },
    "sweep-messages": {"task": "notifications.sweep_messages", "schedule": 30.0},
    "remind-opinions": {"task": "reviews.remind_opinions", "schedule": crontab(hour="8-18", minute="20")},
    "remind-lapses": {"task": "conventions.remind_lapses", "schedule": crontab(hour="8-18", minute="40")},
    "remind-reports": {"task": "conventions.remind_reports", "schedule": crontab(hour="8-18", minute="50")},
    # By night: every file is read again.
    "reconcile": {"task": "conventions.reconcile", "schedule": crontab(hour="4", minute="30")},
    "remind-drafts": {"task": "applications.remind_drafts", "schedule": 900.0},
}
# Months before the last day to ask for a payment at which the beneficiary is told; none: no reminder.
LAPSE_REMINDER_MONTHS = env.list("LAPSE_REMINDER_MONTHS", cast=int, default=[6, 3, 1])
# The exercise of a private body ends with this month (8: 31 August); its compte rendu is due six months later.
EXERCISE_END_MONTH = env.int("EXERCISE_END_MONTH", default=8)
# Days from that day at which it is reminded, before (negative) and after; none: no reminder.
REPORT_REMINDER_DAYS = env.list("REPORT_REMINDER_DAYS", cast=int, default=[-60, -15, 1, 30])
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
# A running job that has given no sign of life for so long is taken over (seconds).
JOB_STALE_AFTER = 120

# --- Browser security ----------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    },
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# The address is unique by a constraint on its lower-case form, which the check does not see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]

# --- The body that runs the portal, as printed in acknowledgements, conventions and legal pages --------
# Settings and not rows: it is the same for every call, earlier apps need it, and what was signed keeps its
# own copy. To be checked by the Département before the first real document.
DEPARTMENT = {
    "name": env("DEPARTMENT_NAME", default="Département de l’Isère"),
    "siren": env("DEPARTMENT_SIREN", default="223800012"),
    "siret": env("DEPARTMENT_SIRET", default="22380001200013"),  # of its seat, in the open data
    "address": env("DEPARTMENT_ADDRESS", default="7 rue Fantin-Latour, CS 41096, 38022 Grenoble Cedex 1"),
    "phone": env("DEPARTMENT_PHONE", default="04 76 00 38 38"),
    "represented_by": env("DEPARTMENT_REPRESENTED_BY", default="le président du conseil départemental"),
    "court": env("DEPARTMENT_COURT", default="tribunal administratif de Grenoble"),
    "court_address": env(
        "DEPARTMENT_COURT_ADDRESS", default="2 place de Verdun, BP 1135, 38022 Grenoble Cedex 1"
    ),
}

# How many days a beneficiary has, at least, to answer before money is claimed back from it: the month of article 11
# of the conventions. Never under fifteen (conventions/domain/recoveries.py).
RECOVERY_ANSWER_DAYS = env.int("RECOVERY_ANSWER_DAYS", default=31)

# --- The portal itself ---------------------------------------------------------------------------------
# True only where the demonstration's accounts and mailbox are shown.
DEMO = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"tne38": {"level": "INFO"}},
}
