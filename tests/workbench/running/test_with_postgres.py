"""The script that lends tests a PostgreSQL server; and that it is this server which the tests then use."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

SCRIPT = Path(__file__).parents[2] / "with_postgres.py"
SHOW = """
import os, sys, psycopg
with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
    print(connection.execute("select pg_postmaster_start_time() is not null").fetchone()[0])
    print(connection.execute("show data_directory").fetchone()[0])
sys.exit(7)
"""


def with_postgres(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(SCRIPT), *command], capture_output=True, text=True, timeout=120)


@pytest.mark.django_db
def test_the_tests_use_the_database_that_was_named() -> None:
    named = os.environ.get("DATABASE_URL", "sqlite").partition(":")[0]
    assert connection.vendor == named
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@pytest.mark.slow
def test_a_server_runs_as_long_as_the_command() -> None:
    done = with_postgres(sys.executable, "-c", SHOW)
    if done.returncode == 3:
        pytest.skip("no PostgreSQL server on this machine")
    assert done.returncode == 7, done.stderr
    running, data = done.stdout.split()
    assert running == "True"
    assert not Path(data).exists()


def test_without_a_command_it_says_how_it_is_used() -> None:
    done = with_postgres()
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1)
