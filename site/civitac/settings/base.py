"""Settings shared by every environment. What each variable means is tabled in docs/configuration.md."""

import os
from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

from .digests import digest

BASE_DIR = Path(__file__).resolve().parents[3]
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
# A line of .env without a value sets nothing.
env.ENVIRON = {name: value for name, value in os.environ.items() if value}

SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
SECRET_KEY = env("SECRET_KEY", default="")
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])

INSTALLED_APPS = [
    # Floors, from the front door down: templates and commands of upper rooms win.
    "home",
    "alerts",
    "data_pages",
    "spaces",
    "media_library",
    "territories",
    "accounts",
    "civitac.core",
    "allauth",
    "allauth.account",
    "wagtailmedia",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.sites",
    "accounts.apps.UsersAdminConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.api.v2",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "phonenumber_field",
    "rest_framework",
    "wagtail.contrib.sitemaps",
    "django_q",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    # Wagtail borrows its “il y a 3 minutes” without installing it, and an app speaks French only when installed.
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "home.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "civitac.core.cache.PageCacheMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "civitac.core.middleware.WellFormedInputMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "civitac.core.middleware.AdminUserMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "csp.middleware.CSPMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "civitac.urls"
WSGI_APPLICATION = "civitac.wsgi.application"

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
                "home.context.page_furniture",
            ],
            "builtins": ["civitac.core.templatetags.civitac"],
        },
    },
]

# --- Data ------------------------------------------------------------------------------------------------------------

SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000; PRAGMA foreign_keys=ON;"
    ),
}

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'civitac.sqlite3'}")}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    VAR_DIR.mkdir(exist_ok=True)
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL", default="")
if REDIS_URL:
    CACHES = {"default": {"BACKEND": "civitac.core.redis_cache.Cache", "LOCATION": REDIS_URL}}
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache_entries",
            "OPTIONS": {"MAX_ENTRIES": 5000},
        }
    }

# Renditions are looked up once per process and then remembered: a page of thirty pictures costs no query.
CACHES["renditions"] = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "LOCATION": "renditions",
    "TIMEOUT": 3600,
    "OPTIONS": {"MAX_ENTRIES": 20000},
}
# Pages that a process has just answered with (`core.cache.kept_answer`).
CACHES["nearby"] = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "LOCATION": "nearby",
    "OPTIONS": {"MAX_ENTRIES": 200},
}

Q_CLUSTER = {
    "name": "civitac",
    "orm": "default",
    "workers": 2,
    "queue_limit": 1,
    "bulk": 1,
    "timeout": 60,
    # More than twice the longest task (alerts.lists.services.TASK_SECONDS): one may wait behind another, already fetched.
    "retry": 600,
    "max_attempts": 3,
    "save_limit": -1,
    "recycle": 500,
    "catch_up": False,
    "poll": 0.5,
    # Messages on which lives may depend have workers of their own: Q_CLUSTER_NAME=urgent manage.py qcluster.
    "ALT_CLUSTERS": {"urgent": {"workers": 2}},
}

TASKS = {"default": {"BACKEND": "civitac.core.tasks.AfterCommitBackend"}}

# --- Files -----------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    # Documents never sit under the served root: they pass through a permission check.
    "documents": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        # As text: Wagtail writes it into the task that deletes a file.
        "OPTIONS": {"location": str(VAR_DIR / "documents"), "base_url": None},
    },
}
if S3_BUCKET := env("S3_BUCKET", default=""):
    S3_OPTIONS = {
        "bucket_name": S3_BUCKET,
        "endpoint_url": env("S3_ENDPOINT_URL", default=None),
        "access_key": env("S3_ACCESS_KEY_ID", default=None),
        "secret_key": env("S3_SECRET_ACCESS_KEY", default=None),
        "file_overwrite": False,
    }
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {**S3_OPTIONS, "location": "media", "querystring_auth": False},
    }
    STORAGES["documents"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {**S3_OPTIONS, "location": "documents", "querystring_expire": 60},
    }

DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
FILE_UPLOAD_PERMISSIONS = 0o644

# --- Language and time -----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Africa/Ouagadougou"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

# --- Accounts --------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.GroupsAloneBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/compte/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"phone", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is proven by the code that opens the account
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
# The version of the text in templates/account/consent.html, which is recorded with each consent. Change both together.
CONSENT_TEXT_VERSION = "2026-11"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = None  # asked at sign-in
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Civitac] "
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "set_password": "accounts.forms.SetPasswordForm",
}
# Mobile operators put hundreds of people behind one address: few tries per account, many per address.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "10/5m/key,300/5m/ip",
    "reset_password": "5/h/key,120/m/ip",
    "reset_password_from_key": "120/m/ip",
    "signup": "120/m/ip",
    "request_login_code": "300/m/ip,3/5m/key,10/d/key",
    "login_code": "300/m/ip,5/h/key",
}
ACCOUNT_PREVENT_ENUMERATION = True
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
# Read from Redis where there is one, and kept in the database either way.
SESSION_ENGINE = f"django.contrib.sessions.backends.{'cached_db' if REDIS_URL else 'db'}"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# --- Outgoing mail ---------------------------------------------------------------------------------------------------

vars().update(env.email("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Civitac <ne-pas-repondre@civitac.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Who is called when sending has stopped by itself.
ADMINS = [(address, address) for address in env.list("ADMIN_EMAILS", default=[])]

# --- Text messages ---------------------------------------------------------------------------------------------------

# A short name (console, africastalking, memory) or the dotted path of a transport: see civitac.core.sms.
SMS_GATEWAY = env("SMS_GATEWAY", default="console")
AFRICASTALKING_USERNAME = env("AFRICASTALKING_USERNAME", default="")
AFRICASTALKING_API_KEY = env("AFRICASTALKING_API_KEY", default="")
AFRICASTALKING_SENDER_ID = env("AFRICASTALKING_SENDER_ID", default="")
AFRICASTALKING_BASE_URL = env("AFRICASTALKING_BASE_URL", default="")
# How many messages of each purpose may leave in one day; what goes beyond is refused and said in the log.
# Alerts are held by the budgets of their owners instead.
SMS_PER_DAY = {
    "code": env.int("SMS_CODES_PER_DAY", default=1000),
    "subscribe": env.int("SMS_SUBSCRIPTIONS_PER_DAY", default=1000),
    # Of its own, so that nobody who asks for subscriptions can keep others from leaving.
    "leave": env.int("SMS_LEAVINGS_PER_DAY", default=1000),
    "answer": env.int("SMS_ANSWERS_PER_DAY", default=1000),
}
# One network address never spends alone what is for everyone: a fifth of a day's codes in an hour, half of them in a day.
ACCOUNT_RATE_LIMITS |= {
    f"sms_{purpose}": f"{max(1, SMS_PER_DAY[purpose] // 5)}/h/ip,{max(1, SMS_PER_DAY[purpose] // 2)}/d/ip"
    for purpose in ("code", "subscribe", "leave")
}
# The secrets in the address that the gateway calls; two while one replaces the other.
SMS_CALLBACK_TOKENS = env.list("SMS_CALLBACK_TOKENS", default=[])
SMS_NUMBERS_KEPT_DAYS = env.int("SMS_NUMBERS_KEPT_DAYS", default=7)
# Alerts keep the numbers they were sent to for complaints; people in no group are forgotten, unless they said STOP.
ALERT_NUMBERS_KEPT_DAYS = env.int("ALERT_NUMBERS_KEPT_DAYS", default=180)
SUBSCRIBERS_KEPT_DAYS = env.int("SUBSCRIBERS_KEPT_DAYS", default=365)

# --- Security --------------------------------------------------------------------------------------------------------

X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "home.views.errors.csrf_failure"
# W019: the preview of the page editor is a frame of our own.
# W047: on SQLite two constraints on territories are not held by the database.
SILENCED_SYSTEM_CHECKS = ["django_ninja.W001", "security.W019", "models.W047"]

WRITTEN_INTO_PAGES = BASE_DIR / "templates" / "components"
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ("/admin/",),
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "style-src": [
            "'self'",
            digest(WRITTEN_INTO_PAGES / "first_screen.css"),
            digest(WRITTEN_INTO_PAGES / "first_screen.css", WRITTEN_INTO_PAGES / "first_screen_home.css"),
        ],
        "script-src": [
            "'self'",
            digest(WRITTEN_INTO_PAGES / "script.js"),
            digest(WRITTEN_INTO_PAGES / "suggestions.js"),
        ],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    },
}

# --- Wagtail ---------------------------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Civitac"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# An address is read aloud, typed and sent by SMS: no accents in it.
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "civitac.core.rich_text.RichTextArea"}}
# What an open editor asks for by itself, slowed to suit a poor line. Wagtail takes whoever is silent for ten minutes as idle.
WAGTAIL_AUTOSAVE_INTERVAL = 20_000
WAGTAIL_AUTO_UPDATE_PREVIEW_INTERVAL = 5_000
WAGTAIL_EDITING_SESSION_PING_INTERVAL = 30_000
WAGTAIL_FINISH_WORKFLOW_ACTION = "civitac.core.publication.publish_approved"
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français")]
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAILIMAGES_IMAGE_MODEL = "media_library.CivitacImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "media_library.forms.CivitacImageForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "avif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 12 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAILIMAGES_JPEG_QUALITY = 60
WAGTAILIMAGES_WEBP_QUALITY = 60
WAGTAILIMAGES_AVIF_QUALITY = 45
WAGTAILDOCS_DOCUMENT_MODEL = "data_pages.CivitacDocument"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "ods", "pdf", "pptx", "txt", "xls", "xlsx"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_DOCUMENT_FORM_BASE = "data_pages.documents.forms.CivitacDocumentForm"
# Where nginx serves documents internally (deploy/nginx.conf); empty: the application sends them itself.
DOCUMENTS_ACCEL_PREFIX = env("DOCUMENTS_ACCEL_PREFIX", default="")
WAGTAILMEDIA = {
    "MEDIA_FORM_BASE": "media_library.forms.CivitacMediaForm",
    "MEDIA_MODEL": "media_library.CivitacMedia",
    "AUDIO_EXTENSIONS": ["mp3", "m4a", "ogg", "oga", "opus", "wav", "aac", "amr", "flac"],
    "VIDEO_EXTENSIONS": ["mp4", "m4v", "webm", "mov", "3gp", "ogv"],
}
MEDIA_LARGEST_BYTES = 200 * 1024 * 1024
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "civitac.core.sqlite_search"}}
if "postgresql" in DATABASES["default"]["ENGINE"]:
    # French stemming without accents; the configuration is created by a migration of core.
    WAGTAILSEARCH_BACKENDS["default"] |= {
        "BACKEND": "civitac.core.search",
        "SEARCH_CONFIG": "civitac_french",
        "AUTOCOMPLETE_SEARCH_CONFIG": "civitac_simple",
    }
WAGTAILAPI_LIMIT_MAX = 50

TAGGIT_CASE_INSENSITIVE = True

# --- Civitac ---------------------------------------------------------------------------------------------------------

# Shown on every page when the content is a demonstration.
DEMONSTRATION = False
# How long a shared cache in front of the application (nginx) may keep an anonymous page, in seconds.
PAGE_CACHE_SHARED_SECONDS = 60
# How long the application keeps an anonymous page when nothing it shows has changed, in seconds.
PAGE_CACHE_SECONDS = 3600
# How long answered messages and declined requests to join are kept, in days; then they are deleted (home and spaces).
CONTACT_MESSAGES_KEPT_DAYS = env.int("CONTACT_MESSAGES_KEPT_DAYS", default=730)
DECLINED_ENROLMENTS_KEPT_DAYS = env.int("DECLINED_ENROLMENTS_KEPT_DAYS", default=730)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"secrets": {"()": "civitac.core.secret_paths.WithoutSecrets"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["secrets"]}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    # Two lines for each row indexed say nothing to anyone.
    "loggers": {"django_tasks": {"level": "WARNING"}},
}
