"""Settles which settings Django reads before any module of the Workbench is imported: a folder of its own a process,
a demonstration that anybody may sign in to, and the database of ``DATABASE_URL`` where one is given."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "fairshare.workbench.settings"
os.environ["FAIRSHARE_HOME"] = tempfile.mkdtemp(prefix="fairshare-test-")
atexit.register(shutil.rmtree, os.environ["FAIRSHARE_HOME"], ignore_errors=True)
os.environ["FAIRSHARE_DEMO"] = "1"
os.environ.pop("FAIRSHARE_HOSTS", None)
django.setup()
