"""The test suite: production behaviour, quick password hashing, files in a folder of the run."""

import os
import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import CACHES, DATABASES, MIDDLEWARE, Q_CLUSTER, REDIS_URL, STORAGES

SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
SITE_URL = WAGTAILADMIN_BASE_URL = "http://testserver"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SMS_GATEWAY = "memory"
FOLDER = tempfile.TemporaryDirectory(prefix="civitac-tests-", ignore_cleanup_errors=True)
TEST_FILES = Path(FOLDER.name)
MEDIA_ROOT = TEST_FILES / "media"
STORAGES["documents"]["OPTIONS"]["location"] = str(TEST_FILES / "documents")
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
if REDIS_URL and (worker := os.environ.get("PYTEST_XDIST_WORKER")):
    # Tests empty their cache, which for Redis is a whole numbered database: each worker takes its own.
    address, _separator, number = REDIS_URL.rpartition("/")
    CACHES["default"]["LOCATION"] = f"{address}/{(int(number) + int(worker.removeprefix('gw'))) % 16}"
if not REDIS_URL:
    CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "tests"}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # A file, so that a live server's threads and other processes see the same database.
    DATABASES["default"]["TEST"] = {"NAME": str(TEST_FILES / "test.sqlite3")}
elif template := os.environ.get("TEST_TEMPLATE"):
    # The database of the tests starts as a copy of this one of the same server, where migrations have run already.
    DATABASES["default"]["TEST"] = {"TEMPLATE": template}
MIDDLEWARE = [entry for entry in MIDDLEWARE if "whitenoise" not in entry]
Q_CLUSTER["sync"] = True
