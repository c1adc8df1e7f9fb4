"""The tables of cases and of matching runs."""

from __future__ import annotations

from typing import ClassVar

import django.core.validators
import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

import fairshare.workbench.cases.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("record", "0002_guards"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public",
                    models.CharField(
                        default=fairshare.workbench.cases.models.new_pseudonym,
                        editable=False,
                        max_length=12,
                        unique=True,
                    ),
                ),
                (
                    "present_in",
                    models.CharField(
                        blank=True,
                        db_index=True,
                        default="",
                        max_length=2,
                        validators=[
                            django.core.validators.RegexValidator("\\A[A-Za-z_-]*\\Z", "is no word of the list")
                        ],
                    ),
                ),
                (
                    "destination",
                    models.CharField(
                        blank=True,
                        db_index=True,
                        default="",
                        max_length=2,
                        validators=[
                            django.core.validators.RegexValidator("\\A[A-Za-z_-]*\\Z", "is no word of the list")
                        ],
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=20,
                        validators=[
                            django.core.validators.RegexValidator("\\A[A-Za-z_-]*\\Z", "is no word of the list")
                        ],
                    ),
                ),
                ("persons", models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1)])),
                ("vulnerable", models.BooleanField()),
                (
                    "nationality",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=2,
                        validators=[
                            django.core.validators.RegexValidator("\\A[A-Za-z_-]*\\Z", "is no word of the list")
                        ],
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=12,
                        validators=[
                            django.core.validators.RegexValidator("\\A[A-Za-z_-]*\\Z", "is no word of the list")
                        ],
                    ),
                ),
                ("granted", models.DateField(null=True)),
                ("consent", models.BooleanField(null=True)),
                ("security", models.BooleanField(null=True)),
                (
                    "family",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=4,
                        validators=[
                            django.core.validators.RegexValidator("\\A[A-Za-z_-]*\\Z", "is no word of the list")
                        ],
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=24,
                        validators=[
                            django.core.validators.RegexValidator("\\A[A-Za-z_-]*\\Z", "is no word of the list")
                        ],
                    ),
                ),
                (
                    "confirmed_by",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=8,
                        validators=[
                            django.core.validators.RegexValidator("\\A[A-Za-z_-]*\\Z", "is no word of the list")
                        ],
                    ),
                ),
                ("suspends", models.BooleanField(default=False)),
                ("informed", models.DateField(null=True)),
                ("linked", models.DateField(null=True)),
                ("proposed", models.DateField(null=True)),
                ("sent", models.DateField(null=True)),
                ("received", models.DateField(null=True)),
                ("postponed", models.DateField(null=True)),
                ("refused", models.DateField(null=True)),
                ("confirmed", models.DateField(null=True)),
                ("decided", models.DateField(null=True)),
                ("notified", models.DateField(null=True)),
                ("appealed", models.DateField(null=True)),
                ("appeal_decided", models.DateField(null=True)),
                ("transferred", models.DateField(null=True)),
                ("arrived", models.DateField(null=True)),
                ("ended", models.DateField(null=True)),
                ("latest", models.DateField()),
                (
                    "cycle",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.cycle"),
                ),
            ],
            options={
                "base_manager_name": "unscoped",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=10,
                        validators=[
                            django.core.validators.RegexValidator("\\A[A-Za-z_-]*\\Z", "is no word of the list")
                        ],
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=2,
                        validators=[
                            django.core.validators.RegexValidator("\\A[A-Za-z_-]*\\Z", "is no word of the list")
                        ],
                    ),
                ),
                ("strength", models.DecimalField(decimal_places=2, max_digits=3)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="cases.case"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "unscoped",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Refusal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=2,
                        validators=[
                            django.core.validators.RegexValidator("\\A[A-Za-z_-]*\\Z", "is no word of the list")
                        ],
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=24,
                        validators=[
                            django.core.validators.RegexValidator("\\A[A-Za-z_-]*\\Z", "is no word of the list")
                        ],
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="refusals", to="cases.case"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "unscoped",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public",
                    models.CharField(
                        default=fairshare.workbench.cases.models.new_pseudonym,
                        editable=False,
                        max_length=12,
                        unique=True,
                    ),
                ),
                (
                    "present_in",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=2,
                        validators=[
                            django.core.validators.RegexValidator("\\A[A-Za-z_-]*\\Z", "is no word of the list")
                        ],
                    ),
                ),
                (
                    "mechanism",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=30,
                        validators=[
                            django.core.validators.RegexValidator("\\A[A-Za-z_-]*\\Z", "is no word of the list")
                        ],
                    ),
                ),
                ("policy", models.JSONField()),
                ("seed", models.PositiveIntegerField(default=0)),
                ("by", models.CharField(max_length=12)),
                ("made", models.DateField()),
                ("job", models.BigIntegerField(null=True)),
                ("result", models.JSONField(null=True)),
                (
                    "cycle",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.cycle"),
                ),
            ],
            options={
                "ordering": ["-id"],
                "base_manager_name": "unscoped",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Placement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=2,
                        validators=[
                            django.core.validators.RegexValidator("\\A[A-Za-z_-]*\\Z", "is no word of the list")
                        ],
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=20,
                        validators=[
                            django.core.validators.RegexValidator("\\A[A-Za-z_-]*\\Z", "is no word of the list")
                        ],
                    ),
                ),
                ("why", models.TextField(blank=True)),
                ("others", models.JSONField(default=list)),
                ("proposed", models.DateField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="placements", to="cases.case"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="placements", to="cases.run"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "unscoped",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "present_in",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=2,
                        validators=[
                            django.core.validators.RegexValidator("\\A[A-Za-z_-]*\\Z", "is no word of the list")
                        ],
                    ),
                ),
                (
                    "destination",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=2,
                        validators=[
                            django.core.validators.RegexValidator("\\A[A-Za-z_-]*\\Z", "is no word of the list")
                        ],
                    ),
                ),
                ("month", models.CharField(max_length=7)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=20,
                        validators=[
                            django.core.validators.RegexValidator("\\A[A-Za-z_-]*\\Z", "is no word of the list")
                        ],
                    ),
                ),
                ("size", models.CharField(max_length=4)),
                ("cases", models.PositiveIntegerField(default=0)),
                ("persons", models.PositiveIntegerField(default=0)),
                (
                    "cycle",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.cycle"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Trace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="traces", to="cases.case"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "unscoped",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "present_in",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=2,
                        validators=[
                            django.core.validators.RegexValidator("\\A[A-Za-z_-]*\\Z", "is no word of the list")
                        ],
                    ),
                ),
                (
                    "destination",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=2,
                        validators=[
                            django.core.validators.RegexValidator("\\A[A-Za-z_-]*\\Z", "is no word of the list")
                        ],
                    ),
                ),
                (
                    "said_by",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=2,
                        validators=[
                            django.core.validators.RegexValidator("\\A[A-Za-z_-]*\\Z", "is no word of the list")
                        ],
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="record.cycle"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("cycle", "present_in", "destination", "said_by"), name="one_agreement"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["cycle", "present_in", "status"], name="cases_by_presence"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["cycle", "destination", "status"], name="cases_by_destination"),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.UniqueConstraint(fields=("case", "kind", "state"), name="one_link_a_kind"),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.UniqueConstraint(fields=("run", "case"), name="one_placement_a_run"),
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=models.UniqueConstraint(
                fields=("cycle", "present_in", "destination", "month", "outcome", "size"), name="one_tally_a_cell"
            ),
        ),
    ]
