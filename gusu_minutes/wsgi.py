"""The WSGI entry point of the servers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gusu_minutes.settings")

application = get_wsgi_application()
