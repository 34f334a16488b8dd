"""The program's own settings with a throw-away home for each test process, its own keys and a cheap password hash."""

import os

from tests.support import home

# Before the settings are read.
os.environ["REMBUK_HOME"] = str(home.PATH)
os.environ.pop("REMBUK_KEYS", None)

from rembuk.config import keys

keys.make()

from rembuk.config.settings import *  # noqa: E402, F403 - the keys must be there first
from rembuk.config.settings import STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Hashed names need a collected folder; the browser tests run on that, these do not.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
