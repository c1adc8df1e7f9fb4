"""The Workbench for a server: ``granian --interface wsgi fairshare.workbench.wsgi:application``."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fairshare.workbench.settings")
application = get_wsgi_application()
