"""What ``DATABASE_URL`` says is heeded or refused, never passed over."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from fairshare.faults import BadInputError
from fairshare.workbench.environment import database
from fairshare.workbench.ops.backup import tool

SERVER = "postgresql://user:pass%2Fword@db.example:6432/name"


@pytest.fixture
def of(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """The settings of a database, by its address."""

    def read(url: str) -> dict[str, Any]:
        monkeypatch.setenv("DATABASE_URL", url)
        return database(tmp_path)

    return read


def test_without_one_it_is_a_file_of_the_folder(of: Any, tmp_path: Path) -> None:
    assert of("")["NAME"] == str(tmp_path / "fairshare.sqlite3")


def test_the_parts_of_an_address(of: Any) -> None:
    found = of(SERVER)
    assert {name: found[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")} == {
        "NAME": "name", "USER": "user", "PASSWORD": "pass/word", "HOST": "db.example", "PORT": "6432", "OPTIONS": {},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("query", "options"),
    [
        ("sslmode=verify-full", {"sslmode": "verify-full"}),
        ("sslmode=require&connect_timeout=5", {"sslmode": "require", "connect_timeout": "5"}),
        ("sslrootcert=%2Fetc%2Fca+root.pem", {"sslrootcert": "/etc/ca+root.pem"}),
        ("options=-c%20statement_timeout%3D5s", {"options": "-c statement_timeout=5s"}),
    ],
)
def test_what_the_query_says_reaches_the_connection(of: Any, query: str, options: dict[str, str]) -> None:
    found = of(f"{SERVER}?{query}")
    assert (found["OPTIONS"], found["HOST"]) == (options, "db.example")


@pytest.mark.parametrize("query", ["host=%2Frun%2Fpostgresql&sslmode=disable", "sslmode=disable&host=/run/postgresql"])
def test_a_socket_may_stand_anywhere_in_the_query(of: Any, query: str) -> None:
    found = of(f"postgresql:///name?{query}")
    assert (found["HOST"], found["OPTIONS"]) == ("/run/postgresql", {"sslmode": "disable"})


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        (f"{SERVER}?sslmod=require", "the parameter 'sslmod' is not supported; expected one of host, sslmode, "),
        (f"{SERVER}?sslmode=require&pool=4", "the parameter 'pool' is not supported"),
        (f"{SERVER}?sslmode=require&sslmode=disable", "the parameter 'sslmode' is there twice"),
        ("sqlite:////tmp/file?mode=ro", "the parameter 'mode' is not supported; expected none"),
        ("mysql://host/name", "'mysql' is not supported"),
        ("postgresql://host:port/name", "is no address ("),
    ],
)
def test_what_is_not_understood_is_one_line(of: Any, url: str, problem: str) -> None:
    with pytest.raises(BadInputError) as refused:
        of(url)
    assert str(refused.value).startswith(f"argument:1: DATABASE_URL: {problem}")
    assert "\n" not in str(refused.value)
    assert "word" not in str(refused.value).replace("password", "")


def test_the_tools_of_postgresql_connect_the_same_way(of: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    told = tmp_path / "told"
    program = tmp_path / "pg_dump"
    program.write_text(f"#!/usr/bin/env python3\nimport json, os\njson.dump(dict(os.environ), open('{told}', 'w'))\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    query = "sslmode=verify-full&sslrootcert=/ca.pem&connect_timeout=5&options=-c%20geqo%3Doff"
    monkeypatch.setattr(connection, "settings_dict", of(f"{SERVER}?{query}"))
    tool("pg_dump")
    environment = json.loads(told.read_text())
    assert environment.items() >= {
        "PGHOST": "db.example", "PGPORT": "6432", "PGUSER": "user", "PGPASSWORD": "pass/word", "PGDATABASE": "name",
        "PGSSLMODE": "verify-full", "PGSSLROOTCERT": "/ca.pem", "PGCONNECT_TIMEOUT": "5", "PGOPTIONS": "-c geqo=off",
    }.items()  # fmt: skip
