"""Files of cases: one JSON object, a JSON array, or JSON Lines, told apart by what is in them, not by their name.

Reading is strict: a key that stands twice in one object, ``NaN``, an infinite number and half a character are faults.
Every fault names file, line and place. JSON Lines are read one line at a time, whatever their number.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO, Any, Final, TypeAlias

from fairshare.faults import BadInputError, Fault
from fairshare.figures.tables import MOST_BYTES

STDIN: Final = "-"
CASES: Final = "a JSON object, an array of objects, or one object a line"
_PARQUET: Final = b"PAR1"
_BOM: Final = b"\xef\xbb\xbf"
_SPACE: Final = re.compile(r"[ \t\r\n]*")
_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]|-?(?:NaN|Infinity)|-?\d[\d.eE+-]*', re.S)
_AFTER_KEY: Final = re.compile(r"\s*:")
_HALF: Final = re.compile(r"\\u[dD][89a-fA-F]")


@dataclass(frozen=True, slots=True)
class Document:
    """One case as it stands in a file, and the line on which it begins."""

    line: int
    value: dict[str, Any]


Found: TypeAlias = Document | Fault


def read_documents(file: str) -> list[Document]:
    """Every case of a file (``-``: standard input), in its order; an empty array holds none.

    Raises :class:`~fairshare.faults.BadInputError` with every fault."""
    found = list(documents(file))
    faults = [one for one in found if isinstance(one, Fault)]
    if faults:
        raise BadInputError(faults)
    return [one for one in found if isinstance(one, Document)]


def documents(file: str) -> Iterator[Found]:
    """The cases of a file one after the other, a fault in the place of each that cannot be read."""
    name = shown(file)
    with ExitStack() as stack:
        stream = _open(file, name, stack)
        head, lines = _first_lines(stream, name)
        if not any(raw.strip() for _, raw in head):
            raise _whole(name, "is empty", CASES)
        if _one_a_line(head):
            yield from _from_lines(chain(head, lines), name)
            return
        rest = stream.read(MOST_BYTES + 1)
        if len(rest) > MOST_BYTES:
            raise _too_large(name)
        yield from _from_text(_text(b"".join(raw for _, raw in head) + rest, name), name)


def is_parquet(file: str) -> bool:
    """Whether a file begins as Parquet does; standard input is looked at without being used up."""
    try:
        if file == STDIN:
            peek = getattr(sys.stdin.buffer, "peek", None)
            return peek is not None and bytes(peek(4)[:4]) == _PARQUET
        with Path(file).open("rb") as stream:
            return stream.read(4) == _PARQUET
    except (OSError, ValueError):
        return False  # the reader of cases says what is wrong


def shown(file: str) -> str:
    """How a file is named in messages."""
    return "standard input" if file == STDIN else file.replace("\0", "?")


def _open(file: str, name: str, stack: ExitStack) -> IO[bytes]:
    if file == STDIN:
        return sys.stdin.buffer
    try:
        return stack.enter_context(Path(file).open("rb"))
    except OSError as error:
        raise _whole(name, f"cannot be read ({error.strerror})", "a readable file") from None
    except ValueError:
        raise _whole(name, "is not a file name", "a readable file") from None


def _whole(name: str, problem: str, expected: str) -> BadInputError:
    return BadInputError([Fault(name, 1, "file", problem, expected)])


def _too_large(name: str) -> BadInputError:
    return _whole(name, "is too large to be read at once", f"at most {MOST_BYTES:,} bytes, or one object a line")


Line: TypeAlias = tuple[int, bytes]


def _first_lines(stream: IO[bytes], name: str) -> tuple[list[Line], Iterator[Line]]:
    """The lines up to the second that is not blank, and those after them."""
    numbered = enumerate(_lines(stream, name), start=1)
    head: list[Line] = []
    filled = 0
    for number, raw in numbered:
        head.append((number, raw))
        filled += bool(raw.strip())
        if filled == 2:
            break
    return head, numbered


def _lines(stream: IO[bytes], name: str) -> Iterator[bytes]:
    raw = stream.readline(MOST_BYTES + 1).removeprefix(_BOM)
    while raw:
        if len(raw) > MOST_BYTES:
            raise _too_large(name)
        yield raw
        raw = stream.readline(MOST_BYTES + 1)


def _one_a_line(head: list[Line]) -> bool:
    """Whether a file is JSON Lines: the first line is a whole object, or an object begins on each of two lines."""
    first, *second = [raw.strip() for _, raw in head if raw.strip()]
    if not first.startswith(b"{"):
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return bool(second) and second[0].startswith(b"{")


def _text(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _whole(name, f"is not UTF-8 text (byte {error.start})", "a text file in UTF-8") from None


# --- what is in it ----------------------------------------------------------------------------------------------------


class _UnfitError(ValueError):
    """JSON that parses, but says something twice or holds no finite number."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise _UnfitError
    return made


def _number(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise _UnfitError
    return value


def _constant(text: str) -> float:
    raise _UnfitError(text)


_DECODER: Final = json.JSONDecoder(object_pairs_hook=_object, parse_float=_number, parse_constant=_constant)


def _from_lines(lines: Iterator[Line], name: str) -> Iterator[Found]:
    """JSON Lines; blank lines are left out."""
    for number, raw in lines:
        if not raw.strip():
            continue
        try:
            text = raw.rstrip(b"\r\n").decode("utf-8")
            value = _DECODER.decode(text)
        except UnicodeDecodeError as error:
            yield Fault(name, number, "file", f"is not UTF-8 text (byte {error.start} of the line)", "UTF-8")
        except (ValueError, RecursionError) as error:
            yield from _faults(error, text, number - 1, name)
        else:
            yield from _checked(value, text, number, name)


def _from_text(text: str, name: str) -> Iterator[Found]:
    """One object or an array."""
    start = _after_space(text, 0)
    try:
        if text[start] == "[":
            found = list(_elements(text, start))
        else:
            value, end = _DECODER.raw_decode(text, start)
            _at_end(text, end)
            found = [(start, value)]
    except (ValueError, RecursionError) as error:
        yield from _faults(error, text, 0, name)
        return
    if _HALF.search(text) and (faults := list(_unfit(text, 0, name))):
        yield from faults
        return
    line, at = 1, 0
    for place, value in found:
        line, at = line + text.count("\n", at, place), place
        yield from _checked(value, "", line, name)


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    assert found is not None
    return found.end()


def _at_end(text: str, end: int) -> None:
    end = _after_space(text, end)
    if end != len(text):
        raise json.JSONDecodeError("more text after the end", text, end)


def _elements(text: str, start: int) -> Iterator[tuple[int, Any]]:
    """The elements of the array that begins at ``start``, each with its place."""
    at = _after_space(text, start + 1)
    if text[at : at + 1] == "]":
        _at_end(text, at + 1)
        return
    while True:
        value, end = _DECODER.raw_decode(text, at)
        yield at, value
        end = _after_space(text, end)
        if text[end : end + 1] == "]":
            _at_end(text, end + 1)
            return
        if text[end : end + 1] != ",":
            raise json.JSONDecodeError("Expecting ',' delimiter", text, end)
        at = _after_space(text, end + 1)


def _checked(value: Any, text: str, line: int, name: str) -> Iterator[Found]:
    if not isinstance(value, dict):
        yield Fault(name, line, "case", "is not a JSON object", CASES)
    elif _HALF.search(text) and (faults := list(_unfit(text, line - 1, name))):
        yield from faults
    else:
        yield Document(line, value)


# --- what is wrong with it --------------------------------------------------------------------------------------------


def _faults(error: Exception, text: str, before: int, name: str) -> Iterator[Fault]:
    """The faults behind an error of the decoder, with their places."""
    if isinstance(error, json.JSONDecodeError):
        problem = f"is broken at column {error.colno} ({error.msg})"
        yield Fault(name, before + error.lineno, "json", problem, "valid JSON")
    elif isinstance(error, _UnfitError):
        yield from _unfit(text, before, name)
    elif isinstance(error, RecursionError):
        yield Fault(name, before + 1, "json", "is nested too deeply", "a case")
    else:  # Python reads no whole number of more than some thousand digits
        yield Fault(name, before + 1, "json", "has a number that is too long", "a number of a few digits")


def _unfit(text: str, before: int, name: str) -> Iterator[Fault]:
    """Keys that stand twice in one object, numbers without a finite value, and half characters."""
    try:
        yield from _unfit_tokens(text, before, name)
    except (ValueError, IndexError):  # JSON that breaks further on: what was found before stands
        return


def _unfit_tokens(text: str, before: int, name: str) -> Iterator[Fault]:
    keys: list[set[str]] = [set()]
    line, at = before + 1, 0
    for token in _TOKEN.finditer(text):
        said, place = token[0], token.start()
        line, at = line + text.count("\n", at, place), place
        if said in "{[":
            keys.append(set())
        elif said in "}]":
            keys.pop()
        elif said[0] != '"':
            if not math.isfinite(float(said)):
                yield Fault(name, line, "json", f"{said[:20]} is no finite number", "a number")
        else:
            yield from _unfit_word(said, bool(_AFTER_KEY.match(text, token.end())), keys[-1], (name, line))


def _unfit_word(said: str, is_key: bool, keys: set[str], place: tuple[str, int]) -> Iterator[Fault]:
    word = json.loads(said)
    if _HALF.search(said) and any("\ud800" <= letter <= "\udfff" for letter in word):
        yield Fault(*place, "json", f"{said[:60]} holds half a character", "whole characters")
    elif is_key:
        if word in keys:
            yield Fault(*place, said[1:-1][:60] or "(empty)", "stands twice in one object", "each key once")
        keys.add(word)
