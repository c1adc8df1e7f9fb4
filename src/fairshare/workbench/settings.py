"""Settings of the Workbench, all from the environment. Without any it is safe to run on loopback, and nowhere else.

``FAIRSHARE_HOME`` (folder of the database and the secret), ``DATABASE_URL`` (``postgresql://…``; SQLite without it),
``FAIRSHARE_HOSTS`` (names under which it is served; with any it runs as production: HTTPS only), ``FAIRSHARE_SECRET``,
``FAIRSHARE_SECRET_FALLBACKS`` (earlier secrets, with commas), ``FAIRSHARE_DEMO`` (demonstration accounts, no second
factor), ``FAIRSHARE_MAIL`` (``smtp://user:password@host:port``), ``FAIRSHARE_OBSERVATORY`` (address of the
Observatory, for a link on public pages).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final

from csp.constants import NONE, SELF

from fairshare.workbench.environment import (
    case_months,
    database,
    flag,
    folder,
    home,
    hosts,
    mail,
    observatory,
    secret,
)

BASE: Final = Path(__file__).parent
HOME: Final = home()
HOSTS: Final = hosts()
PRODUCTION: Final = bool(HOSTS)
DEMO: Final = flag("FAIRSHARE_DEMO") and not PRODUCTION

SECRET_KEY = secret(HOME, PRODUCTION)
SECRET_KEY_FALLBACKS = [key for key in os.environ.get("FAIRSHARE_SECRET_FALLBACKS", "").split(",") if key]
DEBUG = False
ALLOWED_HOSTS = [*HOSTS, "localhost", "127.0.0.1", "[::1]"] if not PRODUCTION else HOSTS
CSRF_TRUSTED_ORIGINS = [f"https://{name}" for name in HOSTS]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "fairshare.workbench.people",
    "fairshare.workbench.record",
    "fairshare.workbench.actions",
    "fairshare.workbench.jobs",
    "fairshare.workbench.cases",
    "fairshare.workbench.pages",
    "fairshare.workbench.api",
]
MIDDLEWARE = [
    "fairshare.workbench.ops.middleware.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "fairshare.workbench.ops.middleware.Probes",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "fairshare.workbench.translation.chosen.OwnLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "fairshare.workbench.people.middleware.AccountLogMiddleware",
    "fairshare.workbench.people.middleware.SessionAgeMiddleware",
    "fairshare.workbench.people.middleware.LimitsMiddleware",
    "fairshare.workbench.people.middleware.SecondFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "fairshare.workbench.urls"
WSGI_APPLICATION = "fairshare.workbench.wsgi.application"
DATABASES = {"default": database(HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES: dict[str, Any] = {
    # shared by all workers: what guards secrets counts in it
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
    "local": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "local"},
}

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "fairshare.workbench.people.context.people",
                "fairshare.workbench.pages.frame.frame",
            ],
        },
    }
]

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE / "static"]
STATIC_ROOT = folder("FAIRSHARE_STATIC", HOME / "static")
WHITENOISE_USE_FINDERS = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage" if PRODUCTION
                    else "django.contrib.staticfiles.storage.StaticFilesStorage"},
}  # fmt: skip

# --- language and time ------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français"), ("de", "Deutsch")]
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = PRODUCTION
LOCALE_PATHS = [BASE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Brussels"

# --- accounts ---------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 14}},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "fairshare.workbench.people.passwords.LongestPassword"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
ACCOUNT_ADAPTER = "fairshare.workbench.people.adapters.ClosedAdapter"
MFA_ADAPTER = "fairshare.workbench.people.adapters.SealedAdapter"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
PASSWORD_RESET_TIMEOUT = 3600
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_TOTP_ISSUER = "Fairshare"
MFA_TOTP_TOLERANCE = 1
USERSESSIONS_TRACK_ACTIVITY = False  # the middleware notes it once a minute
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if flag("FAIRSHARE_BEHIND_PROXY") else 0

# --- transport, cookies, content --------------------------------------------------------------------------------------
SESSION_COOKIE_AGE = 8 * 3600  # from signing in, whatever was done since
SESSION_IDLE_AGE = 30 * 60
SESSION_COOKIE_NAME = "__Host-sessionid" if PRODUCTION else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if PRODUCTION else "csrftoken"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("FAIRSHARE_BEHIND_PROXY") else None
SECURE_HSTS_SECONDS = 2 * 365 * 86400 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "fairshare.workbench.ops.errors.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
CASE_MONTHS = case_months()
OBSERVATORY = observatory()
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
EMAIL_CONFIG = mail()
if EMAIL_CONFIG:
    EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL_CONFIG
    EMAIL_USE_TLS = True
else:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "fairshare.workbench.ops.logs.Lines"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "loggers": {"weasyprint": {"level": "ERROR"}},  # of style sheets for screens it warns a lot
    "root": {"handlers": ["stderr"], "level": "INFO" if PRODUCTION else "WARNING"},
}
