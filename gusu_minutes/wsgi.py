"""The WSGI entry point of the servers."""

import os

from django.core.wsgi import get_wsgi_application

from gusu_minutes.common.middleware import utf8_only

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gusu_minutes.settings")

application = utf8_only(get_wsgi_application())
