"""Where a web server finds Nippu."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nippu.config.settings")
os.environ["NIPPU_SERVING"] = "1"  # the server acts as a role that owns nothing
application = get_wsgi_application()

from nippu.access.wall import check_role  # noqa: E402  when Django is set up

check_role()
