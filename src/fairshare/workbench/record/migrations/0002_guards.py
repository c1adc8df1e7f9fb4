"""The database itself refuses to change or delete entries of the record."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations

from fairshare.workbench.record.triggers import GUARDS, LIFTS


def _run(statements: dict[str, tuple[str, ...]]) -> Any:
    def run(apps: Any, editor: Any) -> None:
        for statement in statements[editor.connection.vendor]:
            editor.execute(statement)

    return run


class Migration(migrations.Migration):
    """Make the guards."""

    dependencies: ClassVar = [("record", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(_run(GUARDS), _run(LIFTS))]
