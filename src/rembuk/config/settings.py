"""Settings from the environment. Everything written lies under REMBUK_HOME; keys come from files, never from here."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from rembuk.config import open_urls
from rembuk.foundation.kernel import clock

BASE = Path(__file__).resolve().parent.parent
HOME = clock.home().resolve()


def _truth(name: str, default: str = "0") -> bool:
    return os.environ.get(name, default).lower() in {"1", "true", "yes", "ya"}


def database(url: str) -> dict[str, object]:
    """`sqlite:///path` or `postgresql://user:password@host:port/name?host=/socket` as a Django database."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": url.removeprefix("sqlite:///"),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;",
            },
        }
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    options: dict[str, object] = {
        # A page's statements read few rows: helpers, machine code and a new plan for each cost more than they save.
        "options": f"-c statement_timeout={os.environ.get('REMBUK_STATEMENT_MS', '15000')}"
        " -c max_parallel_workers_per_gather=0 -c jit=off -c plan_cache_mode=force_generic_plan"
        # A line of a list brings up to eight other tables: what it is chosen by comes first, however many they are.
        " -c join_collapse_limit=12 -c from_collapse_limit=12"
        # Disks of today read anywhere alike: rows come by the index that has their order, not gathered and then sorted.
        " -c random_page_cost=1.1"
        # As FULL in a file: what was acknowledged is on the disk, whatever the server does for others.
        " -c synchronous_commit=on",
        # What is asked for all day is planned once per connection: planning a trail costs more than reading it.
        "server_side_binding": True,
        "prepare_threshold": 2,
    }
    if _truth("REMBUK_POOL"):
        options["pool"] = {"min_size": 1, "max_size": 4}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0 if "pool" in options else None,
        "OPTIONS": options,
    }


DATABASES = {"default": database(os.environ.get("DATABASE_URL", f"sqlite:///{HOME / 'rembuk.sqlite3'}"))}
DATABASE_OWNER_URL = os.environ.get("DATABASE_OWNER_URL", "")

DEBUG = False
SECRET_KEY_FILE = HOME / "keys" / "secret_key"
SECRET_KEY = SECRET_KEY_FILE.read_text().strip() if SECRET_KEY_FILE.exists() else ""
KEY_RING_FILE = Path(os.environ.get("REMBUK_KEYS", HOME / "keys" / "ring.json"))
ALLOWED_HOSTS = os.environ.get("REMBUK_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
TRUSTED_PROXIES = [p for p in os.environ.get("REMBUK_TRUSTED_PROXIES", "").split(",") if p]
PUBLIC_URL = os.environ.get("REMBUK_URL", "http://localhost:8000")
# Whoever knows the word in it may read /metrics from another machine.
METRICS_TOKEN_FILE = HOME / "keys" / "metrics"
# Where the city gave out keys, a program sends one of them to report (Open311's api_key).
OPEN311_KEYS = tuple((HOME / "keys" / "open311").read_text().split()) if (HOME / "keys" / "open311").exists() else ()
HTTPS = PUBLIC_URL.startswith("https://")
# What signs a paper before it is issued (see meetings/signing.py); a certified provider is a class of the same form.
SIGNING = os.environ.get("REMBUK_SIGNING", "rembuk.coordination.meetings.signing.Mark")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if HTTPS else []
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
# The server in front sends http on to https; subdomains and the browsers' own list are the city's to decide.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W008", "security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "rembuk.foundation.accounts",  # before allauth: our templates of its pages
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rembuk.foundation.audit",
    "rembuk.foundation.web",
    "rembuk.foundation.files",
    "rembuk.foundation.calendar",
    "rembuk.foundation.regulations",
    "rembuk.foundation.territory",
    "rembuk.foundation.institutions",
    "rembuk.foundation.tallies",
    "rembuk.foundation.notices",
    "rembuk.people.figures",
    "rembuk.coordination.meetings",
    "rembuk.coordination.decisions",
    "rembuk.coordination.reports",
    "rembuk.coordination.visits",
    "rembuk.planning.musrenbang",
    "rembuk.front.api",
    "rembuk.front.portal",
    "rembuk.front.search",
    "rembuk.front.trail",
    "rembuk.front.board",
    "rembuk.front.home",
    "rembuk.config",
]

MIDDLEWARE = [
    "rembuk.foundation.web.middleware.request_id",
    "rembuk.foundation.web.measures.measured",
    "rembuk.foundation.web.middleware.trusted_proxies",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "rembuk.foundation.web.middleware.security_headers",
    "rembuk.foundation.web.middleware.bodiless",
    "rembuk.foundation.web.middleware.compressed",
    "rembuk.foundation.web.middleware.conditional",
    "rembuk.foundation.web.middleware.body_limit",
    "rembuk.foundation.web.middleware.scripted",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "rembuk.foundation.web.middleware.one_view",
    "rembuk.config.middleware.marked",
    "rembuk.foundation.institutions.middleware.actor",
    "rembuk.foundation.web.middleware.refusals",
]

OPEN_URLS = open_urls.OPEN_URLS
CSRF_FAILURE_VIEW = "rembuk.foundation.web.views.csrf_failure"
FORM_RENDERER = "rembuk.foundation.web.forms.Renderer"
# What the service worker keeps on the phone.
SHELL = ("web/rembuk.css", "web/app.js", "web/icon.svg", "web/steps.js", "visits/near.js")
# Forms that open on the phone without network, each with the one that is about nobody.
KEPT_FORMS = (("visits:make", "visits:blank"), ("portal:report", "portal:blank"))
# What the share sheet of a phone fills in: the form's address, and under which name it keeps drafts.
SHARED_TO = ("portal:report", "lapor")
ROOT_URLCONF = "rembuk.config.urls"
WSGI_APPLICATION = "rembuk.config.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["rembuk.foundation.accounts.backends.Backend"]
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False  # an administrator's session ends with the browser
ACCOUNT_ADAPTER = "rembuk.foundation.accounts.adapter.ClosedAdapter"
ACCOUNT_USER_DISPLAY = str
# Never per address alone: a whole kelurahan sits behind one.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "5/5m/key", "reauthenticate": "10/m/user"}
MFA_ADAPTER = "rembuk.foundation.accounts.adapter.SealedMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 0  # a used code is remembered for one step of 30 s, so no other step may be good
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "/hari-ini/"
PASSWORD_HASHERS = ["rembuk.foundation.accounts.hashers.SmallServerArgon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "rembuk.foundation.web.context.page",
                "rembuk.foundation.institutions.queries.words.heads",
            ],
            "builtins": ["rembuk.foundation.web.templatetags.rembuk"],
        },
    }
]

CACHES = {
    "default": {"BACKEND": "rembuk.foundation.web.lasting.LastingCache", "LOCATION": "web_cache"},
    "local": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
SESSION_ENGINE = "rembuk.foundation.accounts.session_store"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

USE_TZ = True
TIME_ZONE = "Asia/Jakarta"  # of the log; the city's own is in its row, and only `clock.zone` asks for it
LANGUAGE_CODE = "id"
USE_I18N = True
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = HOME / "files"
MAX_BODY = 64_000_000  # four photos without script
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
EMAIL_BACKEND = os.environ.get("REMBUK_EMAIL_BACKEND", "rembuk.foundation.notices.mail.OutboxBackend")
EMAIL_HOST = os.environ.get("REMBUK_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("REMBUK_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("REMBUK_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("REMBUK_SMTP_PASSWORD", "")
EMAIL_USE_TLS = _truth("REMBUK_SMTP_TLS")
DEFAULT_FROM_EMAIL = os.environ.get("REMBUK_FROM", "rembuk@localhost")
EMAIL_TIMEOUT = 20
# Ways out of the inbox besides it; a messaging service is one more class (foundation/notices/channels.py).
NOTICE_CHANNELS = os.environ.get("REMBUK_CHANNELS", "rembuk.foundation.notices.channels.Email").split(",")
INSPEKTORAT_EMAIL = os.environ.get("REMBUK_INSPEKTORAT", "inspektorat@localhost")

# Lines for people who read the journal, or objects for a program that gathers logs.
LOG_FORM = "json" if _truth("REMBUK_LOG_JSON") else "line"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "rembuk.foundation.web.logs.RequestId"}},
    "formatters": {
        "line": {
            "()": "rembuk.foundation.web.logs.Line",
            "format": "%(asctime)s %(levelname)s %(request_id)s %(name)s %(message)s",
        },
        "json": {"()": "rembuk.foundation.web.logs.Fields"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": LOG_FORM, "filters": ["request_id"]}},
    # Django's own would mail whole requests, with what people wrote in them.
    "loggers": {"django": {"handlers": [], "propagate": True}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("REMBUK_LOG", "WARNING")},
}
