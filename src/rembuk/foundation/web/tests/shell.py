"""Serves the pages of these tests; one process, so that what was heard can be read back."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "rembuk.foundation.web.tests.shell_settings"

import django
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

from rembuk.foundation.kernel.actor import PUBLIC
from rembuk.foundation.web.tests.conftest import as_actor

django.setup()
# Before the application: WhiteNoise looks at the folder once.
call_command("collectstatic", interactive=False, verbosity=0)
application = get_wsgi_application()

as_actor.actor, as_actor.demo = PUBLIC, True  # type: ignore[attr-defined]
