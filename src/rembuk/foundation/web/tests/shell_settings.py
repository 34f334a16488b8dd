"""The program's settings with the pages of these tests, for a real server and a real browser."""

from pathlib import Path

from rembuk.config.settings import *  # noqa: F403
from rembuk.config.settings import MIDDLEWARE, TEMPLATES

OWN = "rembuk.foundation.web.tests.conftest.as_actor"
SECRET_KEY = "tests only"
ROOT_URLCONF = "rembuk.foundation.web.tests.pages"
LOGIN_URL = "sign_in"
MIDDLEWARE = [OWN if "institutions" in name else name for name in MIDDLEWARE if "marked" not in name]
TEMPLATES = [{**TEMPLATES[0], "DIRS": [Path(__file__).parent / "templates"]}]
