"""Explanations of a matching: one family on the screen or as JSON, and all of them as a file with one sentence each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from fairshare.cli.match_report_files import guarded
from fairshare.cli.output import table
from fairshare.matching.explain import REASONS
from fairshare.matching.problem import NOWHERE

if TYPE_CHECKING:
    import polars as pl

    from fairshare.matching.explain import Explanation
    from fairshare.matching.problem import Ints

AT_A_TIME: Final = 50_000
"""Families whose sentences are made before they are written."""


def explanation_document(explanation: Explanation, case: str, family: int) -> dict[str, Any]:
    """Why one family is where it is, as JSON: the sentence, its numbers, and all states open to it."""
    from fairshare.matching.options import options

    reason = REASONS[explanation.reason[family]]
    return {
        "case": case,
        "state": _code(explanation, int(explanation.state[family])),
        "reason": reason.code,
        "sentence": explanation.sentence(family),
        "cite": reason.cite,
        "options": [
            {
                "state": option.state,
                "value": _plain(option.value),
                "price": _plain(option.price),
                "surplus": _plain(option.surplus),
                "link": _plain(option.counts),
                "places_it_could_use": int(option.room),
                "places_left": int(option.left),
                "chosen": bool(option.chosen),
            }
            for option in options(explanation, family)
        ],
    }


def _code(explanation: Explanation, state: int) -> str | None:
    return None if state == NOWHERE else explanation.problem.states[state]


def _plain(value: float) -> str:
    """Points as decimal text; what is no more than rounding is 0."""
    return f"{value:.9g}" if abs(value) > 1e-9 else "0"


def show_explanation(explanation: Explanation, case: str, family: int) -> None:
    """Print why one family is where it is, and what it would find in every state open to it."""
    from textwrap import wrap

    from fairshare.cli.output import WIDTH
    from fairshare.matching.options import options

    reason = REASONS[explanation.reason[family]]
    for line in wrap(f"{case}: {explanation.sentence(family)} ({reason.cite})", WIDTH):
        click.echo(line)
    rows = [
        (
            *("*" if option.chosen else "", option.state, f"{option.value:.2f}", f"{option.price:.2f}"),
            *(f"{option.surplus:+.2f}", option.link.removeprefix("a "), f"{option.left:,} of {option.room:,}"),
        )
        for option in options(explanation, family)
    ]
    if rows:
        columns = {"": "left", "state": "left", "value": "right", "price": "right", "surplus": "right"}
        columns |= {"link": "left", "places left": "right"}
        notes = ["* placed there. Points for one person's place; surplus is value less price: the greatest is best."]
        table("\nThe states open to it", columns, rows, notes)


def write_explanations(
    path: Path, explanation: Explanation, cases: pl.Series, done: Callable[[int], None] = lambda rows: None
) -> None:
    """Write every explanation as CSV or Parquet by the ending of ``path``: the columns, and one sentence each.

    ``cases``: the number of each family (n). ``done`` hears how many were written. Points are for one person."""
    if path.suffix == ".csv":
        with path.open("wb") as stream:
            for number, frame in enumerate(_frames(explanation, cases)):
                frame.with_columns(_guard("case"), _guard("sentence")).write_csv(stream, include_header=not number)
                done(frame.height)
        return
    import pyarrow.parquet as pq

    writer = None
    try:
        for frame in _frames(explanation, cases):
            part = frame.to_arrow()
            writer = writer or pq.ParquetWriter(path, part.schema, compression="zstd")
            writer.write_table(part)
            done(frame.height)
    finally:
        if writer is not None:
            writer.close()


def _guard(name: str) -> pl.Expr:
    import polars as pl

    return pl.col(name).map_elements(guarded, return_dtype=pl.String, skip_nulls=True)


def _frames(explanation: Explanation, cases: pl.Series) -> Iterator[pl.DataFrame]:
    """The explanations in parts; one empty part where there are no families."""
    count = explanation.problem.families
    for first in range(0, max(count, 1), AT_A_TIME):
        yield _frame(explanation, cases, first, min(first + AT_A_TIME, count))


def _frame(explanation: Explanation, cases: pl.Series, first: int, end: int) -> pl.DataFrame:
    import polars as pl

    some = slice(first, end)
    codes = [reason.code for reason in REASONS]

    def states(numbers: Ints) -> pl.Series:
        return _words(explanation.problem.states, numbers[some])

    return pl.DataFrame(
        {
            "case": cases[first:end],
            "state": states(explanation.state),
            "reason": _words(codes, explanation.reason[some]),
            "value": explanation.value[some],
            "price": explanation.price[some],
            "next_state": states(explanation.next_state),
            "next_loss": pl.Series(explanation.next_loss[some]).replace(float("inf"), None),
            "better_state": states(explanation.better_state),
            "better_gain": explanation.better_gain[some],
            "better_price": explanation.better_price[some],
            "sentence": pl.Series([explanation.sentence(family) for family in range(first, end)], dtype=pl.String),
        }
    )


def _words(words: Sequence[str], numbers: Ints) -> pl.Series:
    """The word of each number, empty for :data:`NOWHERE`."""
    import polars as pl

    return pl.Series([*words, ""], dtype=pl.String).gather(numbers % (len(words) + 1))
