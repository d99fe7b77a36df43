"""Settings, from the environment only; docs/deployment.md lists every variable with its meaning."""

import os
import secrets
from datetime import time
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from gusu_minutes.common.email import mail_server
from gusu_minutes.common.logs import no_routine, short_refusals

BASE_DIR = Path(__file__).resolve().parent.parent


def flag(name: str, *, default: bool) -> bool:
    """Read a yes/no environment variable (1, true, yes, on)."""
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in {"1", "true", "yes", "on"}


def number(name: str, *, default: int, largest: int, unit: str = "") -> int:
    """Read an environment variable that is a whole number. Raises ImproperlyConfigured for anything else."""
    value = os.environ.get(name, str(default)).strip()
    if not (value.isascii() and value.isdecimal() and int(value) <= largest):
        raise ImproperlyConfigured(f"{name} must be a number {unit}from 0 to {largest}, not “{value}”")
    return int(value)


def days(name: str, *, default: int) -> int:
    return number(name, default=default, largest=1000, unit="of days ")


# What the program writes: database, uploads, collected static files.
DATA_DIR = Path(os.environ.get("GUSU_DATA_DIR", BASE_DIR / "var"))

DEBUG = flag("GUSU_DEBUG", default=False)
# The demo shows its accounts on the sign-in page and runs without TLS.
DEMO = flag("GUSU_DEMO", default=False)


def own_secret() -> str:
    """Return the secret of this installation, made at first use; several machines share one by GUSU_SECRET_KEY."""
    path = DATA_DIR / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


SECRET_KEY = os.environ.get("GUSU_SECRET_KEY") or own_secret()
ALLOWED_HOSTS = os.environ.get("GUSU_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("GUSU_TRUSTED_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    # Before the clerk's room, which takes their pages out of it.
    "django_tasks",
    "django_tasks_db",
    "gusu_minutes.clerk.admin_app.ClerkAdminConfig",
    "gusu_minutes.common",
    "attendees",
    "meetings",
    "decisions",
    "gusu_minutes.documents",
    "gusu_minutes.search",
    "gusu_minutes.publishing",
    "gusu_minutes.importing",
    "gusu_minutes.public",
    "gusu_minutes.opendata",
    "gusu_minutes.api",
    "gusu_minutes.following",
    "gusu_minutes.clerk",
    "decisions.desk",
    "decisions.telling",
    "simple_history",
    "django_filters",
    "rules.apps.RulesConfig",
    "csp",
    "corsheaders",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "csp.middleware.CSPMiddleware",
    "gusu_minutes.common.compression.TextGZipMiddleware",
    "gusu_minutes.public.kept.KeptPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "gusu_minutes.public.language.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "gusu_minutes.urls"
WSGI_APPLICATION = "gusu_minutes.wsgi.application"

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
                "gusu_minutes.common.context.site",
            ],
            "builtins": ["gusu_minutes.common.templatetags.gusu"],
        },
    },
]

DATABASES = {"default": dj_database_url.config(default=f"sqlite:///{DATA_DIR / 'gusu.sqlite3'}")}
_database = DATABASES["default"]
if _database["ENGINE"] == "django.db.backends.sqlite3":
    # The defaults lost 75 % of concurrent writers to "database is locked"; these lost none.
    _database["CONN_MAX_AGE"] = (
        600  # seconds; to open the file anew for each page takes longer than a page that is kept
    )
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    _database["CONN_MAX_AGE"] = 0  # the pool keeps connections; Django refuses both at once
    _database["OPTIONS"] = {
        # A search keeps what matched in memory; with the default of 4 MB a common word is looked at row by row.
        "options": "-c work_mem=32MB",
        **_database.get("OPTIONS", {}),
        "pool": {"min_size": 1, "max_size": int(os.environ.get("GUSU_DB_POOL", "8")), "timeout": 20},
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# How many public pages each server process keeps (public/kept.py); 0 keeps none.
KEPT_PAGES = number("GUSU_KEPT_PAGES", default=1000, largest=100_000)
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": KEPT_PAGES},
    },
}

AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "rooms"
LOGOUT_REDIRECT_URL = "public:home"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("zh-hant", _("Traditional Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "gusu_minutes.formats"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
# Behind HTTPS: cookies only over TLS. The demo on 127.0.0.1 has no TLS.
HTTPS = flag("GUSU_HTTPS", default=not (DEMO or DEBUG))
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31536000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True

DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 200
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # an import of a plenary meeting has a field for each name

# Background work waits in the database for `manage.py db_worker`.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Telling people. Links in mails, calendars and webhooks begin with BASE_URL.
BASE_URL = os.environ.get("GUSU_BASE_URL") or f"http://127.0.0.1:{os.environ.get('GUSU_PORT') or 8000}"
# Where anybody reaches the public pages, if it is another place: feeds, sitemap and descriptions of pages name it.
PUBLIC_URL = os.environ.get("GUSU_PUBLIC_URL") or BASE_URL
# What the QR code on a printed document leads to, by audience. Nothing is printed where nobody said it.
PRINTED_URLS = {
    "public": os.environ.get("GUSU_PUBLIC_URL") or os.environ.get("GUSU_BASE_URL", ""),
    "internal": os.environ.get("GUSU_BASE_URL", ""),
}
_mail = mail_server(os.environ.get("GUSU_EMAIL_URL", "console:"))
EMAIL_BACKEND, EMAIL_HOST, EMAIL_PORT = _mail.backend, _mail.host, _mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.starttls, _mail.tls
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("GUSU_EMAIL_FROM", "gusu-minutes@localhost")
DAILY_AT = time.fromisoformat(os.environ.get("GUSU_DAILY_AT", "08:00"))
WEBHOOK_ALLOW_PRIVATE = flag("GUSU_WEBHOOK_ALLOW_PRIVATE", default=False)
WEBHOOK_ALLOWED = [entry.strip() for entry in os.environ.get("GUSU_WEBHOOK_ALLOWED", "").split(",") if entry.strip()]

# Called by publishing, which knows nothing of the parts above it.
AFTER_ISSUE = [
    "gusu_minutes.opendata.tasks.order_after_commit",
    "gusu_minutes.publishing.tasks.order_counting",
    "gusu_minutes.public.kept.await_readers",
]
# Open data: where the files lie (shared by all machines that serve them), when they are made, what is said of them.
OPEN_DATA_DIR = Path(os.environ.get("GUSU_OPEN_DATA_DIR") or DATA_DIR / "open-data")
DATA_AT = time.fromisoformat(os.environ.get("GUSU_DATA_AT", "03:00"))
DATA_LICENCE = os.environ.get("GUSU_DATA_LICENCE", "https://creativecommons.org/licenses/by/4.0/")
DATA_LICENCE_NAME = os.environ.get("GUSU_DATA_LICENCE_NAME", "CC BY 4.0")
DATA_DESCRIPTION = os.environ.get(
    "GUSU_DATA_DESCRIPTION", "向社会公开的会议纪要：会议、议题、议定事项和参会人员，以现行公开版本为准。"
)
# The API: how many requests a minute each address, and each token, may make, and what it is called.
API_LIMITS = {
    "anonymous": number("GUSU_API_LIMIT", default=120, largest=1_000_000),
    "token": number("GUSU_API_TOKEN_LIMIT", default=600, largest=1_000_000),
}
# How many proxies in front of the server add the address they saw to X-Forwarded-For.
PROXIES = number("GUSU_PROXIES", default=0, largest=10)
REST_FRAMEWORK = {
    # Tokens only: a session cookie would let pages of other sites read what their visitor may read.
    "DEFAULT_AUTHENTICATION_CLASSES": ["gusu_minutes.api.v1.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "gusu_minutes.api.v1.problems.handle",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.0",
    "TITLE": _("Minutes of meetings: open data"),
    "DESCRIPTION": _(
        "What was issued, read-only. Without a token public editions are read, with one that opens it what officials "
        "read. docs/api.md has examples."
    ),
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_PUBLIC": True,
    "POSTPROCESSING_HOOKS": ["gusu_minutes.api.v1.schema.complete"],
}
# Pages of other sites may read what is public. They may not send a token.
CORS_URLS_REGEX = r"^/api/"
CORS_ALLOW_ALL_ORIGINS = True
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS"]
CORS_ALLOW_HEADERS = ["accept", "if-none-match", "if-modified-since"]
CORS_EXPOSE_HEADERS = ["ETag", "Last-Modified", "RateLimit", "RateLimit-Policy", "Retry-After"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {
        "short": {"()": "django.utils.log.CallbackFilter", "callback": short_refusals},
        "no_routine": {"()": "django.utils.log.CallbackFilter", "callback": no_routine},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["short", "no_routine"]}
    },
    "loggers": {
        # Django's own handlers would say everything twice.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
    },
    "root": {"handlers": ["console"], "level": os.environ.get("GUSU_LOG_LEVEL", "INFO")},
}

# Names that the pages show; a municipality sets its own.
SITE_NAME = os.environ.get("GUSU_SITE_NAME", "姑苏纪要")
SITE_OWNER = os.environ.get("GUSU_SITE_OWNER", "苏州市姑苏区人民政府")
SITE_OFFICE = os.environ.get("GUSU_SITE_OFFICE", "苏州市姑苏区人民政府办公室")
# Folders with an office's own fonts, 方正小标宋 and 仿宋_GB2312 say; fonts/ comes after them.
FONT_DIRS = [folder for folder in os.environ.get("GUSU_FONT_DIRS", "").split(os.pathsep) if folder]
SOFFICE = os.environ.get("GUSU_SOFFICE")
# Follow-up lights: yellow this many days before the due date.
DUE_SOON_DAYS = int(os.environ.get("GUSU_DUE_SOON_DAYS", "3"))
# How many working days after the day of assigning each kind of task is due where nobody says when; 0 is never.
DEADLINE_DAYS = {
    "urgent": days("GUSU_DEADLINE_URGENT", default=5),
    "ordinary": days("GUSU_DEADLINE_ORDINARY", default=20),
    "long_term": days("GUSU_DEADLINE_LONG_TERM", default=0),
}
