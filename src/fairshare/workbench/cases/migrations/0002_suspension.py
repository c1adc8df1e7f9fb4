"""Whether a suspension was asked for is told apart from whether a court refused it."""

from typing import Any

from django.db import migrations, models


def not_asked(apps: Any, _: Any) -> None:
    """Until now ``False`` meant both. Of an appeal that waits nobody can tell which; all others asked for nothing."""
    cases = apps.get_model("cases", "Case")._base_manager
    cases.filter(suspends=False).exclude(status="appealed").update(suspends=None)


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [
        migrations.AlterField("case", "suspends", models.BooleanField(null=True)),
        migrations.RunPython(not_asked, migrations.RunPython.noop, elidable=True),
    ]
