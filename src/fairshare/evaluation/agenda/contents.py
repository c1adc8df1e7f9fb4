"""What the information of a round lacks, and from whom."""

from __future__ import annotations

from fairshare.faults import bad_argument
from fairshare.ledger import Book
from fairshare.ledger.handlers.procedure import ROUNDS, lacking
from fairshare.ledger.procedure import BODIES
from fairshare.states import PART_IV


def missing(book: Book, round: str) -> dict[str, tuple[str, ...]]:
    """Keys of what each state and body has yet to deliver in a round (``june``, ``september``), those with nothing
    to add left out. States come first, in the order of their codes.

    Raises :class:`~fairshare.faults.BadInputError` for an unknown round.
    """
    if round not in ROUNDS:
        raise bad_argument("round", f"{round!r} is unknown", " or ".join(ROUNDS))
    rows = {who: lacking(book, who, round) for who in (*sorted(PART_IV), *BODIES)}
    return {who: keys for who, keys in rows.items() if keys}
