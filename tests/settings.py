"""The settings, as the tests need them: a key, no TLS, plain static files, files in memory, a fast password hasher."""

import os

os.environ["GUSU_SECRET_KEY"] = "only-for-the-tests"
os.environ["GUSU_HTTPS"] = "0"
os.environ["GUSU_DEBUG"] = os.environ["GUSU_DEMO"] = "0"
os.environ["GUSU_BASE_URL"] = os.environ["GUSU_PUBLIC_URL"] = os.environ["GUSU_PORT"] = ""

from gusu_minutes.settings import *  # noqa: F403
from gusu_minutes.settings import DATA_DIR, DATABASES, STORAGES

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["NAME"] = str(DATA_DIR / "tests.sqlite3")  # never the real one; see conftest.py
OPEN_DATA_DIR = DATA_DIR / "tests-open-data"  # never there: a test that makes files names a folder of its own
STORAGES["default"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
KEPT_PAGES = 0  # each page is made; tests of keeping turn it on
WHITENOISE_AUTOREFRESH = True  # nothing is collected for the tests
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "tests.tasks.HouseBackend"}}
