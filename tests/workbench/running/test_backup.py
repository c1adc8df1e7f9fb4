"""A backup restores to the same records, into an empty database only, and not at all where anything was altered."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow

DAMAGE_RECORD = """
from django.db import connection
from fairshare.workbench.record.triggers import GUARDS, LIFTS
with connection.cursor() as cursor:
    for statement in LIFTS[connection.vendor]:
        cursor.execute(statement)
    cursor.execute("UPDATE record_entry SET who = 'somebody' WHERE number = 7")
    for statement in GUARDS[connection.vendor]:
        cursor.execute(statement)
"""


@pytest.fixture
def saved(apart: Any, tmp_path: Path) -> Path:
    """A backup of a Workbench with one file of a job."""
    (apart.home / "jobs" / "1-1").mkdir(parents=True)
    (apart.home / "jobs" / "1-1" / "answer.csv").write_text("family,state\n")
    out = tmp_path / "backup.tar"
    code, _, error = apart.fairshare("backup", "--out", str(out))
    assert code == 0, error
    return out


def test_a_backup_restores_to_the_same_record(apart: Any, empty: Any, saved: Path, tmp_path: Path) -> None:
    code, out, error = empty.fairshare("restore", str(saved))
    assert code == 0, error
    assert "every record holds" in out
    assert (empty.home / "jobs" / "1-1" / "answer.csv").read_text() == "family,state\n"
    for one, name in ((apart, "before"), (empty, "after")):
        assert one.fairshare("ledger", "export", "2026", "--out", str(tmp_path / name))[0] == 0
    assert (tmp_path / "before").read_bytes() == (tmp_path / "after").read_bytes()
    code, _, error = empty.fairshare("restore", str(saved))
    assert code == 2
    assert "database: is not empty" in error


def test_a_backup_is_for_its_owner_only(saved: Path) -> None:
    assert saved.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in saved.parent.iterdir() if "part" in file.name] == []


def cut_off(raw: bytes) -> bytes:
    return raw[: len(raw) // 2]


def flip(raw: bytes) -> bytes:
    place = len(raw) // 2
    return raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]


def rename(raw: bytes) -> bytes:
    return raw.replace(b"jobs/1-1/answer.csv", b"jobs/../../evil.csv")


def no_backup(_: bytes) -> bytes:
    return b"nothing of the kind\n" * 100


@pytest.mark.parametrize("damage", [cut_off, flip, rename, no_backup])
def test_an_altered_backup_is_refused_and_nothing_is_restored(
    empty: Any, saved: Path, damage: Callable[[bytes], bytes]
) -> None:
    saved.write_bytes(damage(saved.read_bytes()))
    code, _, error = empty.fairshare("restore", str(saved))
    assert code == 2
    assert error.startswith("backup.tar:1: ")
    assert error.count("\n") == 1
    assert empty.python("from django.db import connection; print(connection.introspection.table_names())") == "[]"
    assert not (empty.home / "jobs").exists()


def test_a_backup_of_a_broken_record_is_not_restored(apart: Any, empty: Any, tmp_path: Path) -> None:
    apart.python(DAMAGE_RECORD)
    apart.fairshare("backup", "--out", str(tmp_path / "broken.tar"))
    code, _, error = empty.fairshare("restore", str(tmp_path / "broken.tar"))
    assert code == 2
    assert "entry 7 was changed" in error
    assert empty.python("from django.db import connection; print(connection.introspection.table_names())") == "[]"


def test_a_backup_of_another_engine_is_refused(empty: Any, saved: Path, tmp_path: Path) -> None:
    with tarfile.open(saved) as tar:
        manifest = json.loads(tar.extractfile("manifest.json").read())  # type: ignore[union-attr]
    text = json.dumps(manifest, indent=1, sort_keys=True).encode()
    other = {"sqlite": "mysqls", "postgresql": "sqlite-odd"}[manifest["engine"]].encode()
    saved.write_bytes(saved.read_bytes().replace(text, text.replace(manifest["engine"].encode(), other)))
    code, _, error = empty.fairshare("restore", str(saved))
    assert (code, "engine: is" in error) == (2, True)


def test_a_backup_to_no_folder_is_refused(apart: Any, tmp_path: Path) -> None:
    code, _, error = apart.fairshare("backup", "--out", str(tmp_path / "none" / "backup.tar"))
    assert (code, error.startswith("argument:1: --out: ")) == (2, True)
