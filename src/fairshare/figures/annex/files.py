"""From a file to its tables: its kind, and how its bytes are letters. Every failure is a fault on line 1."""

from __future__ import annotations

import codecs
import email
import email.policy
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from fairshare.faults import BadInputError, Fault
from fairshare.figures.annex.grids import Document
from fairshare.figures.annex.names import name_of
from fairshare.figures.annex.pages import is_page, read_page
from fairshare.figures.annex.pasted import read_pasted
from fairshare.figures.annex.sheets import NotAWorkbookError, read_workbook

MOST_BYTES: Final = 20_000_000
_EXPECTED: Final = "a saved web page (HTML), a pasted table, CSV or XLSX"
_KINDS: Final = {
    b"%PDF": "is a PDF",
    b"\xd0\xcf\x11\xe0": "is an old binary Office file",
    b"\x89PNG": "is a picture",
    b"\xff\xd8\xff": "is a picture",
}
_BOMS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
                (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
_DECLARED: Final = re.compile(rb"(?:charset\s*=|encoding\s*=)\s*[\"']?\s*([A-Za-z0-9._:-]{2,40})", re.IGNORECASE)
_OLD: Final = ("cp1252", "cp1250", "cp1251", "cp1253", "cp1257", "iso8859-2", "iso8859-5", "iso8859-7", "latin-1")
"""Encodings of older files in the official languages, tried where the file says nothing and is not UTF-8."""
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")


def read_document(path: str | Path) -> Document:
    """Read a file into its tables. Raises :class:`~fairshare.faults.BadInputError` with one fault on line 1."""
    name = str(path).replace("\0", "?")
    try:
        raw = Path(path).read_bytes() if "\0" not in str(path) else b""
    except OSError as error:
        raise _whole(name, f"cannot be read ({error.strerror})", "a readable file") from None
    return parse(raw, name)


def _whole(name: str, problem: str, expected: str = _EXPECTED) -> BadInputError:
    return BadInputError([Fault(name, 1, "file", problem, expected)])


def parse(raw: bytes, name: str) -> Document:
    """The tables of a file's bytes; ``name`` stands in the faults."""
    try:
        return _parsed(raw, name)
    except OverflowError as error:
        raise _whole(name, f"is too large ({error})", "an annex of some dozen rows") from None


def _parsed(raw: bytes, name: str) -> Document:
    if len(raw) > MOST_BYTES:
        raise OverflowError(f"{len(raw):,} bytes, at most {MOST_BYTES:,}")
    if not raw.strip():
        raise _whole(name, "is empty")
    for magic, kind in _KINDS.items():
        if raw.startswith(magic):
            raise _whole(name, kind)
    if raw.startswith(b"PK\x03\x04"):
        try:
            return read_workbook(raw)
        except NotAWorkbookError as error:
            raise _whole(name, f"is a packed file but no workbook ({error})") from None
    found = max(_documents(_unpacked(raw)), key=_states_in, default=None)
    if found is None:
        raise _whole(name, "is a binary file")
    return found


def _states_in(document: Document) -> int:
    return sum(name_of(cell.text) is not None for grid in document.grids for row in grid.rows for cell in row.cells)


def _documents(raw: bytes) -> Iterator[Document]:
    """The file under each encoding that it may have: one that it declares or proves, else every old one."""
    for text, encoding in _texts(raw):
        if not _CONTROL.search(text):
            yield read_page(text, encoding) if is_page(text) else read_pasted(text, encoding)


def _texts(raw: bytes) -> Iterator[tuple[str, str]]:
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            yield from _decoded(raw, encoding, f"{encoding} by byte order mark")
            return
    declared = _DECLARED.search(raw[:4096])
    name = declared.group(1).decode("ascii") if declared else ""
    # a declaration that can be read byte by byte is not in UTF-16, whatever it says
    certain = [(name, "declared")] if name and not name.lower().startswith(("utf-16", "utf-32")) else []
    certain += [(code, "by its zero bytes") for code in _wide(raw)] + [("utf-8", "valid throughout")]
    found: list[tuple[str, str]] = []
    for code, why in certain:
        # the web reads "latin-1" as Windows-1252, which has the euro sign
        real = "cp1252" if code.lower() in {"iso-8859-1", "latin-1", "latin1", "us-ascii"} else code
        found += _decoded(raw, real, f"{real} ({why})")
    yield from found
    for code in () if found else _OLD:
        yield from _decoded(raw, code, f"{code} (shows most names of states)")


def _wide(raw: bytes) -> list[str]:
    """UTF-16 without a mark: every second byte of western text is zero."""
    sample = raw[:2000]
    half = len(sample) // 4
    return ["utf-16-le"] * (sample[1::2].count(0) > half) + ["utf-16-be"] * (sample[::2].count(0) > half)


def _decoded(raw: bytes, code: str, how: str) -> Iterator[tuple[str, str]]:
    try:
        yield raw.decode(code), how
    except (UnicodeError, LookupError, ValueError):
        return


def unpacked_page(raw: bytes) -> bytes:
    """The page inside a "web page, single file" (MHTML), in UTF-8."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    try:
        pages = [str(p.get_content()) for p in message.walk() if p.get_content_type() == "text/html"]
    except (LookupError, ValueError):  # a part in an unknown encoding: read the file as it stands
        return raw
    return pages[0].encode("utf-8", "replace") if pages else raw


def _unpacked(raw: bytes) -> bytes:
    head = raw[:300].lstrip().lower()
    return unpacked_page(raw) if head.startswith((b"from:", b"mime-version:")) else raw
