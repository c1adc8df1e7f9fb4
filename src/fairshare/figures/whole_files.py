"""Files that are there whole or not at all: written under a name beside their own, and put in place at the end."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fairshare.faults import BadInputError, bad_argument


@contextmanager
def whole_file(path: str | Path, option: str) -> Iterator[Path]:
    """The place to write to. It becomes ``path`` when all has gone well, and is taken away otherwise.

    Raises :class:`~fairshare.faults.BadInputError` against ``option`` for a path that cannot be written."""
    target = Path(path)
    try:
        handle, name = tempfile.mkstemp(dir=target.absolute().parent, prefix=f"{target.name}.", suffix=".part")
    except OSError as error:
        raise _unwritable(option, target, error) from None
    os.close(handle)
    part = Path(name)
    try:
        yield part
        part.chmod(0o644)
        part.replace(target)
    except OSError as error:
        raise _unwritable(option, target, error) from None
    finally:
        part.unlink(missing_ok=True)


def _unwritable(option: str, path: Path, error: OSError) -> BadInputError:
    reason = error.strerror or "it cannot be written"
    return bad_argument(option, f"{path} cannot be written ({reason})", "a file that can be written")


def check_target(path: str, option: str, ending: str, *inputs: str) -> None:
    """Refuse, before any work is done, a file that cannot be written or that is an input."""
    expected = f"a file whose name ends in {ending}, in a folder that exists"
    if "\0" in path or not path.endswith(ending) or not Path(path).absolute().parent.is_dir() or Path(path).is_dir():
        raise bad_argument(option, f"{path!r} is no file that can be written", expected)
    if any(Path(path).exists() and Path(one).exists() and Path(path).samefile(one) for one in inputs):
        raise bad_argument(option, f"{path} is the file of the cases", "another file")
