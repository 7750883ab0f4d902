"""Settings. All that differs between installations comes from the environment: docs/reference/settings.md."""

import os
from pathlib import Path

from csp.constants import NONE, SELF

from nippu.access.providers import read_providers
from nippu.cli import postgres
from nippu.config import logs
from nippu.config.database import database
from nippu.config.secret import second_step_required, secret_key

CHECKOUT = Path(__file__).resolve().parents[2]
VAR = Path(os.environ.get("NIPPU_VAR", CHECKOUT / "var"))
"""All that an installation keeps outside the database. A private one keeps its database here too."""

PRIVATE = "DATABASE_URL" not in os.environ or os.environ.get("NIPPU_PRIVATE") == "1"
"""An installation for one machine: the demo and the tests. It is spoken to without TLS."""

DEBUG = os.environ.get("NIPPU_DEBUG") == "1"
SECRET_KEY = secret_key(VAR, may_make=PRIVATE)
MANY_CLIENTS_IN_HOUR = int(os.environ.get("NIPPU_MANY_CLIENTS", "40"))
LOG_KEY_FILE = Path(os.environ.get("NIPPU_LOG_KEY_FILE", VAR / "keys" / "log.ed25519"))
SECRET_KEY_FALLBACKS = [one for one in os.environ.get("SECRET_KEY_FALLBACKS", "").split(",") if one]
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
OWNER_URL = os.environ.get("DATABASE_URL") or postgres.place(VAR).url
SERVER_URL = os.environ.get("SERVER_DATABASE_URL") or postgres.application_url(OWNER_URL)
"""The commands act as the owner of the tables; the web server as a role that owns nothing."""
DATABASES = {"default": database(SERVER_URL if os.environ.get("NIPPU_SERVING") == "1" else OWNER_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "nippu.access",
    "nippu.audit",
    "nippu.catalogue",
    "nippu.people",
    "nippu.organisations",
    "nippu.clients",
    "nippu.cases",
    "nippu.documents",
    "nippu.intake",
    "nippu.oversight",
    "nippu.http",
    "nippu.ui",
    "nippu.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "nippu.http.around.ContentPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "nippu.http.around.ReadingLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "nippu.http.middleware.WhoAndWhen",
]

ROOT_URLCONF = "nippu.config.urls"
WSGI_APPLICATION = "nippu.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,  # each app's folder jinja2/
        "OPTIONS": {
            "environment": "nippu.ui.templates.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.request",
                "nippu.web.frame.frame",
                "nippu.http.replay.marked_forms",
            ],
        },
    }
]

# Who is who

AUTH_USER_MODEL = "access.Account"
LOGIN_URL = "/login/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SECOND_STEP_REQUIRED = second_step_required(os.environ.get("NIPPU_SECOND_STEP"), is_private=PRIVATE)
PROVIDERS = read_providers(os.environ)
SESSION_ENGINE = "nippu.http.session_store"
SESSION_COOKIE_NAME = "nippu"
SESSION_COOKIE_AGE = int(os.environ.get("SESSION_SECONDS", 30 * 60))  # of doing nothing
SESSION_SECONDS_AT_MOST = round(float(os.environ.get("NIPPU_SESSION_HOURS", "12")) * 3600)
SPECIAL_ACCESS_HOURS = min(72.0, max(0.1, float(os.environ.get("NIPPU_SPECIAL_ACCESS_HOURS", "8"))))
SESSION_SAVE_EVERY_REQUEST = False  # nippu.http.acting lengthens the session now and then
CSRF_FAILURE_VIEW = "nippu.http.answers.csrf_failure"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not PRIVATE
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Between the browser and us

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
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_SSL_REDIRECT = not PRIVATE
SECURE_HSTS_SECONDS = 0 if PRIVATE else 365 * 24 * 3600
SECURE_PROXY_SSL_HEADER = None if PRIVATE else ("HTTP_X_FORWARDED_PROTO", "https")
PROXY_HOPS = int(os.environ.get("NIPPU_PROXY_HOPS", "0"))
CSRF_TRUSTED_ORIGINS = [one for one in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if one]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # the largest structures with their repeats
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024

# Languages and time

LANGUAGE_CODE = "fi"
LANGUAGES = [("fi", "Suomi"), ("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [CHECKOUT / "nippu" / "locale"]
LANGUAGE_COOKIE_NAME = "nippu_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
TIME_ZONE = "Europe/Helsinki"
USE_TZ = True

# Style sheets, scripts, fonts

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [folder for folder in [VAR / "assets"] if folder.exists()]
COLLECTED = os.environ.get("NIPPU_COLLECTED") == "1"
"""`nippu serve` collects the files first and names them by content, so that browsers keep them for good."""
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
        if COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not COLLECTED
WHITENOISE_ALLOW_ALL_ORIGINS = False

logs.begin()
LOGGING = logs.logging(os.environ.get("NIPPU_LOG_LEVEL", "WARNING"))
