"""The page ``reference/flat-case-table.md``: every column of the flat case table, from its declarations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

_HOLDS: Final = {
    "day": "day",
    "state": "state",
    "states": "states, divided by blanks, or a list of them",
    "truth": "true or false",
    "code": "whole number",
    "count": "whole number",
}


def page(table: Callable[..., str], plain: Callable[[str | None], str]) -> str:
    """The page; ``table`` writes a Markdown table and ``plain`` a docstring as Markdown."""
    from fairshare.law.responsibility.notation.arrange import MOST_SLOTS
    from fairshare.law.responsibility.notation.compile import EVIDENCED
    from fairshare.law.responsibility.table import GROUPS, SCALARS, columns

    parts = [
        _INTRO.format(slots=MOST_SLOTS),
        table(("column", "holds", "says", "needed"), _texts()),
        "## The applicant and the question\n",
        table(("column", "holds", "says", "if empty"), _rows("", SCALARS)),
    ]
    for name, group in GROUPS.items():
        rows = list(_rows(f"{name}_1_", columns(group)))
        if name in EVIDENCED:
            rows.append((f"`{name}_1_evidence`", "text", "pieces of evidence, divided by `; `", ""))
        first = next(iter(columns(group)))
        told = f"A slot is empty where `{name}_1_{first}` is."
        parts += [f"## {name.capitalize()}\n", f"{plain(group.__doc__)} {told}\n", table(_HEAD, rows)]
    return "\n".join([*parts, _ANSWERS, table(("column", "holds", "says"), _ANSWER_ROWS), _END])


_HEAD: Final = ("column", "holds", "says", "if empty")


def _texts() -> Iterator[tuple[str, str, str, str]]:
    yield "`case`", "text or whole number", "the id of the case; its rows stand together", "yes"
    yield "`registrations_1_state`", "state", "see below", "yes"
    yield "`registrations_1_registered`", "day", "see below", "yes"
    yield "`person`", "text", "the id of the person", ""
    yield "`choices`", "JSON object", "choices of the case, in its first row; `regime` names the rules", ""


def _rows(prefix: str, columns: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    from fairshare.law.responsibility.flat import words_of

    for name, column in columns.items():
        words = words_of(column)
        holds = _HOLDS[column.kind] if words is None else ", ".join(f"`{word}`" for word in words)
        yield f"`{prefix}{name}`", holds, column.says, _empty(column, words)


def _empty(column: Any, words: list[str] | None) -> str:
    """What an empty cell is taken for, where it is not unknown."""
    if column.kind in {"truth", "code"} and column.default >= 0:
        return words[column.default] if words else ("false", "true")[column.default]
    return ""


_INTRO: Final = """\
# Flat case table

A Parquet file for `fairshare responsible FILE.parquet`, with one row for each person that a case asks about: the
applicant first, then the others registered with the applicant as a family. One row a case is the rule.

What can be there several times stands in *slots*: `documents_1_issuer` and `documents_1_valid_to` are of the first
document, `documents_2_issuer` of the second, up to {slots}. Any column may be left out but those marked as needed. A
column that is not on this page is a fault, so that a misspelt name is never passed over in silence.

- A *day* is a date, or text written `2026-12-31`; a time of day is passed over.
- A *state* is text: a Eurostat code (`EL` for Greece), `GR`, `GB` or an English name.
- *True or false* may be 1 and 0. Whole numbers may be stored as floats. Words are text, written as here.
- An empty cell says that nothing is recorded. An empty text is not an empty cell.

The quickest way to a table is from cases: `fairshare responsible cases.jsonl --flat cases.parquet`. How to answer
millions of rows: [Which state is responsible](../how-to/which-state-is-responsible.md#millions-of-cases).
"""

_ANSWERS: Final = """\
## What `--out` writes

One row a case, in the order of the file. Rows that cannot be used are left out with their whole case and stand in
`NAME.faults.csv` beside it, with the columns `row` (the row of the table from 1, or the line of a JSON file), `case`,
`field`, `problem` and `expected`.
"""

_ANSWER_ROWS: Final = (
    ("`case`", "text", "the id of the case"),
    ("`responsible`", "state", "the responsible state; empty where a person must decide first"),
    ("`basis`", "text", "the provision that decides"),
    ("`status`", "text", "`determined`, `accepted_tacit`, `shifted`, `ceased` or `pending`"),
    ("`human`", "true or false", "a person must decide first"),
    ("`next_actor`", "state", "who must act next"),
    ("`next_act`", "text", "what the state must do"),
    ("`next_due`", "day", "the last day for it; empty where there is none"),
    ("`flags`", "text", "the contested readings on which the answer rests, divided by blanks"),
    ("`chain`", "list of `rule`, `outcome`, `why`", "with `--chain`: every rule tested, in order"),
)

_END: Final = """\
The file is written under another name and renamed at the end; a file of that name is replaced. The same case id in two
places far apart is not noticed: within 65,536 rows it is a fault.
"""
