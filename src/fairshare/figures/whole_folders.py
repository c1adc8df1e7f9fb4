"""Folders that are there whole or not at all: filled under a name beside their own, and put in place at the end.

A folder of an earlier run is replaced; one that holds anything else is refused, so that nothing of a user's is lost.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from fairshare.faults import BadInputError, bad_argument

_EXPECTED = "a folder that is new, empty or of an earlier run"


def check_folder(path: str | Path, option: str, own: Collection[str]) -> None:
    """Refuse, before any work is done, a place where no folder can be made or where other files are.

    ``own``: the names of the files that such a folder may hold. Raises :class:`~fairshare.faults.BadInputError`
    against ``option``."""
    text = str(path)
    if not text or "\0" in text:
        raise bad_argument(option, f"{text!r} is no name of a folder", _EXPECTED)
    target = _target(path)
    try:
        if target.exists() and not target.is_dir():
            raise bad_argument(option, f"{text} is a file", _EXPECTED)
        foreign = sorted(item.name for item in target.iterdir() if item.name not in own) if target.exists() else []
        above = next(parent for parent in target.parents if parent.exists())
    except OSError as error:
        raise _unwritable(option, text, error) from None
    if foreign:
        raise bad_argument(option, f"{text} holds other files ({', '.join(foreign[:3])})", _EXPECTED)
    if not above.is_dir():
        raise bad_argument(option, f"{text} is below a file", _EXPECTED)


@contextmanager
def whole_folder(path: str | Path, option: str, own: Collection[str]) -> Iterator[Path]:
    """The folder to write to. It becomes ``path`` when all has gone well, and is taken away otherwise.

    Folders above it are made. Checks as :func:`check_folder`, once more: something may have come there since."""
    target = _target(path)
    made: list[Path] = []
    part: Path | None = None
    try:
        check_folder(path, option, own)
        for parent in [parent for parent in reversed(target.parents) if not parent.exists()]:
            parent.mkdir()
            made.append(parent)
        part = Path(tempfile.mkdtemp(dir=target.parent, prefix=f"{target.name}.", suffix=".part"))
        yield part
        check_folder(path, option, own)
        part.chmod(0o755)
        _put(part, target)
        made = []
    except OSError as error:
        raise _unwritable(option, str(path), error) from None
    finally:
        if part is not None:
            shutil.rmtree(part, ignore_errors=True)
        for parent in reversed(made):
            parent.rmdir()


def _put(part: Path, target: Path) -> None:
    """Put a folder in place of another. Should it fail, or be stopped, the old one stands again."""
    if not target.exists():
        part.replace(target)
        return
    aside = Path(tempfile.mkdtemp(dir=target.parent, prefix=f"{target.name}.", suffix=".old"))
    try:
        target.replace(aside)
        part.replace(target)
    except BaseException:
        if not target.exists():
            aside.replace(target)
        raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _target(path: str | Path) -> Path:
    """Where the folder is, through links: what is replaced is the folder that a link stands for."""
    return Path(path).resolve()


def _unwritable(option: str, path: str, error: OSError) -> BadInputError:
    return bad_argument(option, f"{path} cannot be written ({error.strerror or 'no reason given'})", _EXPECTED)
