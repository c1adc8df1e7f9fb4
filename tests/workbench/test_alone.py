"""The Workbench without a server: the languages of the server, and nothing of its database, home or secret."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from fairshare.workbench.alone import LANGUAGES, configure


def test_it_speaks_the_languages_of_the_workbench() -> None:
    assert tuple(map(tuple, settings.LANGUAGES)) == LANGUAGES


def test_within_the_workbench_it_changes_nothing() -> None:
    before = settings.SECRET_KEY
    configure()
    assert before == settings.SECRET_KEY


def test_a_template_is_filled_in_french_without_home_or_secret(tmp_path: Path) -> None:
    program = (
        "from fairshare.workbench.alone import configure; configure(); configure()\n"
        "from django.template.loader import render_to_string; from django.utils import translation\n"
        "translation.activate('fr')\n"
        "print(render_to_string('reports/grid.html', {'name': 'a', 'heads': [('', False)]}))"
    )
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("FAIRSHARE", "DJANGO"))}
    done = subprocess.run([sys.executable, "-c", program], env=clean | {"HOME": str(tmp_path)},
                          capture_output=True, text=True)  # fmt: skip
    assert "<caption" in done.stdout and "There are no rows." not in done.stdout and done.stderr == ""
    assert list(tmp_path.iterdir()) == []
