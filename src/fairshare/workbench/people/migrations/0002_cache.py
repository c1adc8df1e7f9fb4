"""The table of the shared cache, in which attempts at secrets are counted for all workers together."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.management import call_command
from django.db import migrations


def create(apps: Any, editor: Any) -> None:
    """Make the table of every cache that the settings keep in the database; one that is there stays."""
    call_command("createcachetable", database=editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    """Makes the table."""

    dependencies: ClassVar = [("people", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(create, migrations.RunPython.noop)]
