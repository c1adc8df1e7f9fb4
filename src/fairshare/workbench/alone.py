"""The Workbench without a server: templates, tags and languages for the command line; no database, home or secret."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import django
from django.conf import settings

BASE: Final = Path(__file__).parent
LANGUAGES: Final = (("en", "English"), ("fr", "Français"), ("de", "Deutsch"))
_TAGS: Final = "fairshare.workbench.pages.templatetags"


def configure() -> None:
    """Set Django up to render reports. Does nothing where it is set up already, as in the Workbench itself."""
    if settings.configured:
        return
    tags = {name: f"{_TAGS}.{name}" for name in ("charts", "formats", "tables")}
    engine = {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "templates"],
        "OPTIONS": {"libraries": tags},
    }
    settings.configure(
        INSTALLED_APPS=[],
        TEMPLATES=[engine],
        LANGUAGE_CODE="en",
        LANGUAGES=LANGUAGES,
        LOCALE_PATHS=[BASE / "locale"],
        USE_I18N=True,
        USE_TZ=True,
        TIME_ZONE="Europe/Brussels",
    )
    django.setup(set_prefix=False)
