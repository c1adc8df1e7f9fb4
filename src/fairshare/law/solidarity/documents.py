"""What each document of the mechanism must hold (``parameters/documents.yaml``), and what one that is given lacks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from fairshare.faults import bad_argument
from fairshare.law.citation import cites
from fairshare.law.parameters import table

DATA_FILE: Final = "documents"


@dataclass(frozen=True, slots=True)
class Item:
    """One required content: a short key, what it is in words, the provision, and whether the text only allows it."""

    key: str
    text: str
    cite: str
    optional: bool = False


def documents() -> tuple[str, ...]:
    """The documents, in the order of the cycle."""
    return tuple(table(DATA_FILE))


@cites("AMMR 7(1)", "AMMR 8", "AMMR 9(3)", "AMMR 10(2)", "AMMR 12(2)", "AMMR 57(1)", "AMMR 58(2)", "AMMR 59(2)")
def contents(document: str) -> tuple[Item, ...]:
    """What ``document`` holds, optional items included. Raises :class:`~fairshare.faults.BadInputError` if it is
    unknown.

    >>> sum(item.cite.startswith("AMMR 9(3)(a)") for item in contents("report"))
    17
    """
    if document not in table(DATA_FILE):
        raise bad_argument("document", f"{document!r} is unknown", ", ".join(documents()))
    return tuple(
        Item(row["key"], row["text"], row["cite"], row.get("optional", False)) for row in table(DATA_FILE)[document]
    )


@cites(
    *("AMMR 7(1)", "AMMR 7(2)", "AMMR 7(4)", "AMMR 8", "AMMR 8(1)", "AMMR 8(3)"),
    *("AMMR 9(1)", "AMMR 9(2)", "AMMR 9(3)", "AMMR 9(3)(a)", "AMMR 9(3)(b)", "AMMR 9(3)(c)", "AMMR 9(3)(d)"),
    *("AMMR 9(3)(e)", "AMMR 9(3)(f)", "AMMR 10(1)", "AMMR 10(2)", "AMMR 10(3)", "AMMR 11(2)"),
    *("AMMR 12(1)", "AMMR 12(2)", "AMMR 12(3)", "AMMR 12(4)", "AMMR 12(5)", "AMMR 15(4)"),
    *("AMMR 57(1)", "AMMR 57(2)", "AMMR 58(2)", "AMMR 59(2)", "AMMR 61(1)", "AMMR 61(2)"),
    *("AMMR 62(1)", "AMMR 62(2)", "AMMR 62(3)", "AMMR 64(2)", "AMMR 64(6)", "AMMR 65(1)", "AMMR 65(2)"),
)
def missing_contents(document: str, given: Collection[str]) -> tuple[Item, ...]:
    """The items that ``document`` must hold and that are not among the keys ``given``, in the order of the law.

    Whether an item that is given is good enough is for a person to judge. Raises
    :class:`~fairshare.faults.BadInputError` for an unknown document or key.

    >>> [item.key for item in missing_contents("notice", ["toolbox"])]
    ['measures']
    """
    items = contents(document)
    unknown = sorted(set(given) - {item.key for item in items})
    if unknown:
        expected = ", ".join(item.key for item in items)
        raise bad_argument("given", f"{', '.join(unknown)}: no content of {document}", expected)
    return tuple(item for item in items if item.key not in given and not item.optional)


@cites("AMMR 61(2)", "AMMR 62(2)", "AMMR 62(3)")
def request_document(label: str, identified: bool) -> str:
    """Which list of contents a request for a deduction follows: by ``pressure`` or ``significant_situation``, and by
    whether the Commission identified the state so or the state considers itself so.

    >>> request_document("significant_situation", identified=True)
    'deduction-request-situation-identified'
    """
    names = {"pressure": "deduction-request-pressure", "significant_situation": "deduction-request-situation"}
    if label not in names:
        raise bad_argument("label", f"{label!r} opens no deduction", " or ".join(names))
    return names[label] + ("-identified" if identified else "")
