"""Settings. Few, from the environment, each documented in docs/reference/settings.md (held by a test)."""

from __future__ import annotations

import secrets
from pathlib import Path
from urllib.parse import urlsplit

from environs import Env

env = Env()

HOME = Path(env.str("RUAMMUE_HOME", "var")).resolve()
HOME.mkdir(parents=True, exist_ok=True)


def _kept_secret() -> str:
    """The installation's own secret, made at first start and kept beside its data."""
    kept = HOME / "secret-key"
    if not kept.exists():
        kept.write_text(secrets.token_urlsafe(48))
        kept.chmod(0o600)
    return kept.read_text().strip()


SECRET_KEY = env.str("RUAMMUE_SECRET_KEY", "") or _kept_secret()
DEBUG = env.bool("RUAMMUE_DEBUG", False)

# The home. Without a public address the installation is "office only": a PC or a LAN.
PUBLIC_URL = env.str("RUAMMUE_PUBLIC_URL", "").rstrip("/")
IS_REACHABLE = bool(PUBLIC_URL)
_public = urlsplit(PUBLIC_URL)
ALLOWED_HOSTS = [_public.hostname or ""] if IS_REACHABLE else ["*"]
CSRF_TRUSTED_ORIGINS = [f"{_public.scheme}://{_public.netloc}"] if IS_REACHABLE else []
_TLS = _public.scheme == "https"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _TLS
if _TLS:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-ruammue", "__Host-ruammue-csrf"
    SECURE_HSTS_SECONDS = 31_536_000
    if env.bool("RUAMMUE_BEHIND_PROXY", False):
        # Only then is anything believed that a request says about itself; of X-Forwarded-For the proxy's own word.
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        ALLAUTH_TRUSTED_PROXY_COUNT = 1
        SECURE_SSL_REDIRECT, SECURE_REDIRECT_EXEMPT = True, [r"^alive/$"]  # the proxy itself asks by http
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "ruammue.people.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CARD_SESSION_AGE = 30 * 60  # a card's session on a shared phone: seconds without a page
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

DATABASE_URL = env.str("RUAMMUE_DATABASE_URL", f"sqlite:///{HOME.as_posix()}/ruammue.sqlite3")


def _database(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": url.removeprefix("sqlite:///"),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 5,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                " PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;",
            },
        }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": parts.username or "",
        "PASSWORD": parts.password or "",
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 3,
            "tcp_user_timeout": 5000,
            "keepalives_idle": 3,
            "keepalives_interval": 1,
            "keepalives_count": 3,
            "options": "-c statement_timeout=5000 -c lock_timeout=2000 -c idle_in_transaction_session_timeout=10000",
        },
    }


DATABASES = {"default": _database(DATABASE_URL)}

ROOMS = (
    "ledger",
    "places",
    "access",
    "rulebook",
    "papers",
    "people",
    "needs",
    "networks",
    "decisions",
    "goals",
    "resources",
    "work",
    "coordination",
    "evidence",
    "loop",
    "api",
    "web",
)
INSTALLED_APPS = [
    *(f"ruammue.{room}" for room in ROOMS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
MIDDLEWARE = [
    "ruammue.web.middleware.headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "ruammue.web.middleware.language",
    "ruammue.web.middleware.body_size",  # before anything reads the body
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ruammue.web.middleware.refusals",
    "ruammue.people.middleware.ways_in",  # last, so that it hears of an unsafe way in before `refusals` does
]
ROOT_URLCONF = "ruammue.web.urls"
WSGI_APPLICATION = "ruammue.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "DIRS": [Path(__file__).parent / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "ruammue.web.context.house",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "ruammue.web.templatetags.ruammue"],
        },
    }
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "ruammue.people.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "ruammue.people.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 8}  # no Latin letters to be found on a Thai keyboard
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_FORMS = {"confirm_login_code": "ruammue.people.codes.EmailedCode"}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""  # else the name by which somebody happened to come in
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Ruammue"
MFA_ADAPTER = "ruammue.people.adapter.SecondStepAdapter"
MFA_FORMS = {
    "authenticate": "ruammue.people.codes.SecondStep",
    "reauthenticate": "ruammue.people.codes.SecondStepAgain",
    "activate_totp": "ruammue.people.codes.FirstCode",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody signs up here: an administrator opened the account face to face
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if env.str("RUAMMUE_SMTP_HOST", "")
    else ("django.core.mail.backends.filebased.EmailBackend")
)
EMAIL_FILE_PATH = HOME / "outbox"
EMAIL_HOST = env.str("RUAMMUE_SMTP_HOST", "")
EMAIL_PORT = env.int("RUAMMUE_SMTP_PORT", 587)
EMAIL_HOST_USER = env.str("RUAMMUE_SMTP_USER", "")
EMAIL_HOST_PASSWORD = env.str("RUAMMUE_SMTP_PASSWORD", "")
EMAIL_USE_TLS = True
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("RUAMMUE_MAIL_FROM", "ruammue@localhost")

LANGUAGE_CODE = "th"
LANGUAGES = [("th", "ไทย"), ("en", "English")]
USE_I18N = USE_TZ = True
TIME_ZONE = "Asia/Bangkok"
LOCALE_PATHS = [Path(__file__).parent / "locale", Path(__file__).parents[1] / "foundation" / "locale"]

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
# Recordings of fixed texts, laid there by whoever looks after the house ("notice-1.th.m4a"); known from the next start.
STATICFILES_DIRS = [("clips", HOME / "clips")] if (HOME / "clips").is_dir() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": HOME / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 3_000_000  # of a form without its files
# Of a whole request: five photos and a voice of the largest size, with room to spare. More is not even read.
LARGEST_BODY = env.int("RUAMMUE_LARGEST_BODY_MB", 128) * 1_048_576
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_PERMISSIONS = 0o600
CSRF_FAILURE_VIEW = "ruammue.web.views.csrf_failure"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if not DATABASE_URL.startswith("sqlite"):
    # Several web processes must throttle together.
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "web_cache"}}
    if not env.bool("RUAMMUE_SHARED_CACHE", True):
        CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "ruammue.web.logs.Discreet",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # A refusal at the gate is no fault: only what broke is told, so that it is seen.
    "loggers": {"ruammue": {"level": "INFO"}, "django.request": {"level": "ERROR"}},
}
