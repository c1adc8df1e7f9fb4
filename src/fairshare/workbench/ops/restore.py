"""A backup into an empty database: checked against its manifest first, and its records after."""

from __future__ import annotations

import json
import tarfile
import tempfile
from hashlib import file_digest
from pathlib import Path, PurePosixPath
from typing import Any, Final

from django.conf import settings
from django.db import connection

from fairshare.faults import BadInputError, Fault, bad_argument
from fairshare.workbench.ops.backup import DATABASE, FORMAT, JOBS, MANIFEST, tool
from fairshare.workbench.ops.health import guarded
from fairshare.workbench.record.models import Cycle
from fairshare.workbench.record.verify import verify

_LARGEST_MANIFEST: Final = 64 << 20


def restore(file: Path) -> dict[str, Any]:
    """Restore a backup and check every record in it. Returns the manifest. What fails leaves the database empty.

    Raises :class:`~fairshare.faults.BadInputError`, or ``ToolError`` for a tool of the database."""
    _require_empty()
    with tempfile.TemporaryDirectory(prefix="fairshare-restore-", dir=settings.HOME) as name:
        folder = Path(name)
        manifest = _unpacked(file, folder)
        _place_database(folder / DATABASE)
        try:
            _require_sound(file)
            if (folder / JOBS).is_dir():
                (folder / JOBS).replace(Path(settings.HOME) / JOBS)
        except BaseException:
            _empty()
            raise
    return manifest


def _require_empty() -> None:
    tables = connection.introspection.table_names()
    jobs = Path(settings.HOME) / JOBS
    if tables:
        raise bad_argument("database", f"is not empty: it has {len(tables)} tables", "a database without tables")
    if jobs.exists() and any(jobs.iterdir()):
        raise bad_argument("FAIRSHARE_HOME", "holds files of jobs", "a folder without them")


def _unpacked(file: Path, folder: Path) -> dict[str, Any]:
    """Unpack a backup into ``folder``: what its manifest names, each file with its size and digest, and no other."""
    try:
        with tarfile.open(file, "r:") as tar:
            first = tar.next()
            manifest = _manifest(tar, first, file)
            left = dict(manifest["files"])
            for member in iter(tar.next, None):
                wanted = left.pop(member.name, None)
                if wanted is None or not member.isreg() or member.size != wanted["bytes"]:
                    raise _bad(file, member.name[:80], "is not what the manifest says")
                tar.extract(member, folder, filter="data")
                with (folder / member.name).open("rb") as opened:
                    if file_digest(opened, "sha256").hexdigest() != wanted["sha256"]:
                        raise _bad(file, member.name, "was changed: it has another digest")
    except tarfile.TarError:
        raise _bad(file, "file", "is no backup, or was cut off", "a file that `fairshare backup` wrote") from None
    except OSError as error:
        raise _bad(file, "file", f"cannot be read ({error.strerror})") from None
    if left:
        raise _bad(file, sorted(left)[0], "is missing: the file was cut off")
    return manifest


def _manifest(tar: tarfile.TarFile, member: tarfile.TarInfo | None, file: Path) -> dict[str, Any]:
    opened = tar.extractfile(member) if member and member.isreg() and member.size < _LARGEST_MANIFEST else None
    try:
        manifest: Any = json.loads(opened.read()) if opened and member and member.name == MANIFEST else {}
        sound = manifest["format"] == FORMAT and all(map(_is_listed, manifest["files"].items()))
        sound = sound and DATABASE in manifest["files"]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        sound = False
    if not sound:
        raise _bad(file, MANIFEST, "is missing or cannot be read", FORMAT)
    if manifest.get("engine") != connection.vendor:
        expected = f"a backup of {connection.vendor}, or `fairshare ledger export` and `import`"
        raise _bad(file, "engine", f"is {str(manifest.get('engine'))[:20]!r}", expected)
    return dict(manifest)


def _is_listed(item: tuple[str, Any]) -> bool:
    """Whether a file of the manifest is one that a backup may hold, with size and digest."""
    path, sums = PurePosixPath(item[0]), item[1]
    inside = item[0] == DATABASE or (path.parts[0] == JOBS and ".." not in path.parts and len(path.parts) > 1)
    return inside and isinstance(sums["bytes"], int) and isinstance(sums["sha256"], str)


def _place_database(copy: Path) -> None:
    if connection.vendor == "sqlite":
        connection.close()
        _sqlite_files()[0].parent.mkdir(parents=True, exist_ok=True)
        _remove_sqlite()
        copy.replace(_sqlite_files()[0])
    else:
        tool("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", "--dbname",
             str(connection.settings_dict["NAME"]), str(copy))  # fmt: skip


def _require_sound(file: Path) -> None:
    """Every record of the database holds, and the guards are there."""
    faults = [Fault(file.name, 1, "guards", "are missing in it")] if not guarded() else []
    for year in Cycle.objects.order_by("year").values_list("year", flat=True):
        problems = verify(year)[1]
        faults += [
            Fault(file.name, 1, f"record of {one.cycle}", f"entry {one.number} {one.problem}") for one in problems
        ]
    if faults:
        raise BadInputError(faults)


def _empty() -> None:
    """Make the database empty again, as it was found."""
    if connection.vendor == "sqlite":
        connection.close()
        _remove_sqlite()
        return
    connection.close()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)} CASCADE")
        cursor.execute("DROP FUNCTION IF EXISTS record_entry_refuse()")


def _sqlite_files() -> list[Path]:
    name = str(connection.settings_dict["NAME"])
    return [Path(name), Path(f"{name}-wal"), Path(f"{name}-shm")]


def _remove_sqlite() -> None:
    for file in _sqlite_files():
        file.unlink(missing_ok=True)


def _bad(file: Path, field: str, problem: str, expected: str = "") -> BadInputError:
    return BadInputError([Fault(file.name, 1, field, problem, expected)])
