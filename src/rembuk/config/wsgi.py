"""The WSGI application; refuses to start without keys."""

import os

from django.core.wsgi import get_wsgi_application

from rembuk.config import keys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rembuk.config.settings")
keys.demand()
application = get_wsgi_application()
