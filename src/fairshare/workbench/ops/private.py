"""Files that only their owner may read, there whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fairshare.faults import bad_argument


@contextmanager
def private_file(path: Path, option: str) -> Iterator[Path]:
    """The place to write to, mode 0600. It becomes ``path``, synced to the disk, when all has gone well.

    Raises :class:`~fairshare.faults.BadInputError` against ``option`` where ``path`` cannot be written."""
    try:
        handle, name = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}.", suffix=".part")
        os.close(handle)
    except (OSError, ValueError) as error:
        raise _unwritable(path, option, error) from None
    part = Path(name)
    try:
        yield part
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(path)
    except OSError as error:
        raise _unwritable(path, option, error) from None
    finally:
        part.unlink(missing_ok=True)


def _unwritable(path: Path, option: str, error: Exception) -> Exception:
    reason = getattr(error, "strerror", None) or "it cannot be written"
    return bad_argument(option, f"{str(path)!r} cannot be written ({reason})", "a file in a folder that exists")
