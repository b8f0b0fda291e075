"""Production without TLS, on files, a database and keys of the run's own. `surroundings.py` sets what is read here."""

from pathlib import Path

from benchmarks import PAGE_CACHE as PAGE_CACHE_MIDDLEWARE
from civitac.settings.base import *  # noqa: F403
from civitac.settings.base import CACHES, DATABASES, MIDDLEWARE, REDIS_URL, STORAGES, env

FOLDER = Path(env("BENCH_FOLDER"))
SECRET_KEY = "only-for-benchmarks"
ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
# Public pages use the project's own files only: those of the admin need not be compressed for this.
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STATIC_ROOT = FOLDER / "static"
MEDIA_ROOT = FOLDER / "media"
STORAGES["documents"]["OPTIONS"]["location"] = str(FOLDER / "documents")
# A session that ends takes the count of its processor time with it.
DATABASES["default"]["CONN_MAX_AGE"] = None
if REDIS_URL:
    CACHES["default"]["KEY_PREFIX"] = env("BENCH_PREFIX")
# "off": every request is computed and nothing is compressed, as the floor is; "missed": what keeping costs is paid too.
if (page_cache := env("BENCH_PAGE_CACHE", default="on")) == "off":
    MIDDLEWARE = [each for each in MIDDLEWARE if each != PAGE_CACHE_MIDDLEWARE]
elif page_cache == "missed":
    PAGE_CACHE_SECONDS = 0
