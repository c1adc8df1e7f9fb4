"""Accounts, links, the security log, and the table of the shared cache, in which attempts at secrets are counted."""

from typing import Any

import django.db.models.deletion
import django.utils.timezone
import fairshare.workbench.people.models
from django.conf import settings
from django.core.management import call_command
from django.db import migrations, models


def create_cache(apps: Any, editor: Any) -> None:
    """Make the table of every cache that the settings keep in the database; one that is there stays."""
    call_command("createcachetable", database=editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="DemoDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-mail address")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "handle",
                    models.CharField(
                        default=fairshare.workbench.people.models.new_handle, editable=False, max_length=12, unique=True
                    ),
                ),
                ("capacity", models.CharField(max_length=20, verbose_name="capacity")),
                ("state", models.CharField(blank=True, max_length=2, verbose_name="state")),
                ("body", models.CharField(blank=True, max_length=20, verbose_name="body")),
                ("function", models.CharField(default="reader", max_length=12, verbose_name="function")),
                ("cleared", models.BooleanField(default=False, verbose_name="authorised for RESTREINT UE")),
                ("language", models.CharField(blank=True, default="", max_length=5, verbose_name="language")),
                ("is_active", models.BooleanField(default=True)),
                ("date_joined", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invited",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SecurityEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("signed_in", "signed in"),
                            ("failed", "sign-in failed"),
                            ("signed_out", "signed out"),
                            ("timed_out", "signed out after a time"),
                            ("confirmed", "identity confirmed again"),
                            ("factor_added", "second factor added"),
                            ("factor_removed", "second factor removed"),
                            ("codes_renewed", "recovery codes renewed"),
                            ("factor_failed", "second factor refused"),
                            ("password_set", "password set"),
                            ("link_used", "sign-in link used"),
                            ("invited", "invited"),
                            ("accepted", "invitation accepted"),
                            ("deactivated", "account deactivated"),
                            ("reactivated", "account reactivated"),
                            ("started_over", "password and factors removed"),
                            ("token_made", "token made"),
                            ("token_revoked", "token revoked"),
                            ("limited", "too many attempts"),
                        ],
                        max_length=14,
                    ),
                ),
                ("address", models.GenericIPAddressField(null=True)),
                ("detail", models.CharField(blank=True, max_length=200)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="security_events",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="SignInLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("purpose", models.CharField(max_length=13)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("expires", models.DateTimeField()),
                ("used", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.RunPython(create_cache, migrations.RunPython.noop),
    ]
