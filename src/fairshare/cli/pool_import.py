"""``fairshare pool import``: from the annex of a Council act to the events of a cycle."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from contextlib import nullcontext, redirect_stdout
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import click

from fairshare.cli.annex_view import document_of, report
from fairshare.cli.output import choice_options, chosen, emit, json_option
from fairshare.faults import BadInputError, Fault, bad_argument

if TYPE_CHECKING:
    from fairshare.figures.annex import Annex, Hints
    from fairshare.figures.annex.checks import Act
    from fairshare.law.choices import Choices

    Shares = Mapping[str, Fraction]

_FIRST_ACT: Final = date(2024, 6, 11)  # Articles 57 and 66 apply from that day (AMMR 85)


@click.command(
    "import",
    epilog="Example: fairshare pool import annex.html --year 2026 --adopted 2025-12-22 --relocations 21000 "
    "--financial 420000000 --out pool.yaml",
)
@click.argument("file")
@click.option("--year", type=int, help="The pool year.")
@click.option("--adopted", metavar="DATE", help="The day of adoption, as 2025-12-22.")
@click.option("--relocations", metavar="N", help="The act's reference number of relocations.")
@click.option("--financial", metavar="EUR", help="The act's reference number in EUR.")
@click.option("--source", metavar="TEXT", help="Where the annex stands. Default: the title of the page, else the file.")
@click.option(
    "--table", "tables", metavar="N,…", help="The number of the table to read, or of several to read together."
)
@click.option(
    "--columns", multiple=True, metavar="[TABLE:]CONCEPT=N,…", help="What columns hold, as state=1,share=2,skip=5."
)
@click.option("--name", "names", multiple=True, metavar="TEXT=CODE", help="The state that a text in the page names.")
@click.option(
    "--adjusted", multiple=True, metavar="STATE=PART", help="A part of the fair share that the act takes off."
)
@click.option("--decimal", type=click.Choice([",", "."]), default=None, help="The decimal mark of the figures.")
@click.option("--share-scale", type=click.Choice(["1", "100"]), default=None, help="Shares of 1 or in per cent.")
@click.option("--accept-unread", is_flag=True, help="Let stand what is not understood; the report still names it.")
@click.option(
    "--into", type=int, metavar="YEAR", help="Put the act into the shipped cycle of YEAR, in place of its own."
)
@click.option("--out", metavar="FILE", help="Write the events to this cycle file (YAML).")
@click.option("--force", is_flag=True, help="Write over an existing file.")
@choice_options
@json_option
def import_act(file: str, **given: Any) -> None:
    """Read the annex of a Council act on the solidarity pool from FILE, check it, and turn it into events.

    FILE is the annex as a person gets it: a saved EUR-Lex page, a pasted table, CSV or XLSX, in any official language.
    Every row and cell is told. With --year, --adopted, --relocations and --financial the events of a cycle are
    written to --out, or to standard output; without them the annex is only read and checked. Nothing is written while
    anything is not understood. `--into 2026` gives a whole cycle for `fairshare pool --file`.
    """
    from fairshare.figures.annex import read_annex
    from fairshare.figures.annex.checks import check_annex
    from fairshare.figures.annex.events import as_yaml

    choices = chosen(given["choice"], given["choices_file"])
    numbers = _numbers(given)
    annex = read_annex(file, _hints(given, numbers))
    act = _act(annex, numbers, given["source"])
    computed, key_source = _computed(given["year"], choices)
    checks = check_annex(annex, act, computed, choices, key_source)
    events, faults = _events(annex, act, given["adjusted"], choices)
    faults += _out_faults(given["out"], given["force"], act)
    text = as_yaml(act.year, events) if act and not faults else ""
    if text and given["into"] is not None:
        text = _merged(given["into"], text, choices)
    if given["as_json"]:
        emit(document_of(annex, checks, faults, events, given["out"] if text else None, choices))
    else:
        # the events alone go to standard output, so that they can be piped; the report then goes beside them
        with redirect_stdout(sys.stderr) if text and not given["out"] else nullcontext():
            report(annex, checks, act)
    if faults:
        raise BadInputError(faults)
    if given["out"]:
        _write(given["out"], text, given["force"])
    elif text and not given["as_json"]:
        click.echo(text, nl=False)


# --- what the user says -----------------------------------------------------------------------------------------------


def _numbers(given: Mapping[str, Any]) -> dict[str, Any]:
    """The figures of the act that were given, each checked."""
    found: dict[str, Any] = {}
    if given["year"] is not None:
        if not 2024 <= given["year"] <= 2100:
            raise bad_argument("--year", f"{given['year']} is no pool year", "a year such as 2026")
        found["year"] = given["year"]
    if given["adopted"]:
        found["adopted"] = _day(given["adopted"])
    if given["relocations"]:
        found["relocations"] = int(_amount("--relocations", given["relocations"], whole=True))
    if given["financial"]:
        found["financial"] = _amount("--financial", given["financial"], whole=False)
    return found


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise bad_argument("--adopted", f"{text!r} is no day", "a day such as 2025-12-22") from None
    if day < _FIRST_ACT:
        raise bad_argument("--adopted", f"{text} lies before the Regulation", f"a day from {_FIRST_ACT} on")
    return day


def _amount(option: str, text: str, *, whole: bool) -> Any:
    from decimal import Decimal

    from fairshare.figures.tables import FaultyCellError, as_positive

    try:
        number = as_positive(text)
    except FaultyCellError as error:
        raise bad_argument(option, error.problem, error.expected) from None
    if number.denominator != 1 and (whole or (number * 100).denominator != 1):
        raise bad_argument(option, f"{text!r} is not whole", "a whole number" if whole else "EUR and cents")
    return Decimal(text)


def _hints(given: Mapping[str, Any], numbers: Mapping[str, Any]) -> Hints:
    from fairshare.figures.annex import Hints, Scale

    return Hints(
        tables=tuple(_whole_number("--table", part) for part in (given["tables"] or "").split(",") if part.strip()),
        columns=_columns(given["columns"]),
        decimal=given["decimal"] or "",
        share_scale=int(given["share_scale"] or 0),
        names=_names(given["names"]),
        accept_unread=given["accept_unread"],
        scale=Scale(numbers.get("relocations"), numbers.get("financial")),
    )


def _whole_number(option: str, text: str) -> int:
    if not text.strip().isascii() or not text.strip().isdigit() or not 1 <= int(text) <= 10_000:
        raise bad_argument(option, f"{text.strip()!r} is no number of a table or column", "1, 2, 3 …")
    return int(text)


def _columns(options: Iterable[str]) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = {}
    for option in options:
        head, colon, rest = option.rpartition(":")
        number = _whole_number("--columns", head) if colon else 0
        for pair in rest.split(","):
            concept, equals, column = pair.partition("=")
            if not equals:
                raise bad_argument("--columns", f"{pair!r} has no '='", "CONCEPT=N, as state=1,share=2")
            place = _whole_number("--columns", column)
            if found.setdefault(number, {}).setdefault(place, concept.strip()) != concept.strip():
                raise bad_argument("--columns", f"column {place} is given twice", "one concept for each column")
    return found


def _pairs(option: str, options: Iterable[str]) -> dict[str, str]:
    found = {}
    for pair in options:
        name, equals, value = pair.rpartition("=")
        if not equals or not name.strip():
            raise bad_argument(option, f"{pair!r} has no '='", "NAME=VALUE")
        found[name.strip()] = value.strip()
    return found


def _names(options: Iterable[str]) -> dict[str, str]:
    from fairshare.states import require_state

    return {text: require_state(code, "--name") for text, code in _pairs("--name", options).items()}


def _adjusted(options: Iterable[str]) -> dict[str, Fraction]:
    from fairshare.states import require_state

    found = {}
    for state, part in _pairs("--adjusted", options).items():
        try:
            found[require_state(state, "--adjusted")] = Fraction(part)
        except (ValueError, ZeroDivisionError):
            raise bad_argument("--adjusted", f"{part!r} is no part", "a part from 0 to 1, as 1, 0.5 or 31/63") from None
    return found


# --- what is made of it -----------------------------------------------------------------------------------------------


def _act(annex: Annex, numbers: Mapping[str, Any], source: str | None) -> Act | None:
    """The act, if all its figures were given."""
    from pathlib import Path

    from fairshare.figures.annex.checks import Act

    if len(numbers) < 4:
        return None
    title = annex.title if len(annex.title) <= 300 else annex.title[:299] + "…"
    return Act(source=source or title or Path(annex.file).name, **numbers)


def _computed(year: int | None, choices: Choices) -> tuple[Shares, str]:
    """The shares of the reference key for the pool year, if its inputs are held; else why not."""
    from fairshare.figures.key_figures import key_inputs
    from fairshare.law.keys import key_shares

    if year is None:
        return {}, "give --year"
    try:
        inputs = key_inputs(year)
    except BadInputError as error:
        return {}, error.faults[0].problem
    shares = key_shares("ammr", inputs.values, choices=choices).states
    return {state: row.share for state, row in shares.items()}, f"the bundled population and GDP for {year}"


def _events(
    annex: Annex, act: Act | None, said: Iterable[str], choices: Choices
) -> tuple[list[dict[str, Any]], list[Fault]]:
    from fairshare.figures.annex.events import adjustments, make_events

    parts = _adjusted(said)
    if annex.faults or act is None:
        return [], list(annex.faults)
    try:
        return make_events(annex, act, adjustments(annex, act, parts, choices)), []
    except BadInputError as error:
        return [], list(error.faults)


def _merged(year: int, text: str, choices: Choices) -> str:
    """The shipped cycle of a year with the act in place of its own; refused where the whole cannot be folded."""
    from fairshare.figures import cycles
    from fairshare.ledger import dump, parse, with_act

    merged = with_act(parse(cycles.text(year), f"cycle of {year}"), parse(text, "annex"))
    whole = dump(merged.year, merged.events, merged.choices, merged.not_covered)
    parse(whole, f"cycle of {year} with the act").book(choices.changed())
    return whole


def _out_faults(out: str | None, force: bool, act: Act | None) -> list[Fault]:
    from pathlib import Path

    if out is None:
        return []
    missing = "--year, --adopted, --relocations and --financial"
    faults = [] if act else [Fault("argument", 1, "--out", "events need the figures of the act", missing)]
    if "\0" in out or not Path(out).absolute().parent.is_dir():
        return [*faults, Fault("argument", 1, "--out", f"{out!r} is in no folder", "a file in an existing folder")]
    if Path(out).is_dir() or (Path(out).exists() and not force):
        problem = f"{out} is a folder" if Path(out).is_dir() else f"{out} exists"
        faults.append(Fault("argument", 1, "--out", problem, "a new file, or --force"))
    return faults


def _write(out: str, text: str, force: bool) -> None:
    """Write whole or not at all: to a file beside it, then put in its place."""
    import os
    import tempfile
    from pathlib import Path

    target = Path(out)
    try:
        handle, name = tempfile.mkstemp(dir=target.absolute().parent, prefix=target.name, suffix=".part")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            Path(name).chmod(0o644)
            if not force:
                target.touch(exist_ok=False)  # fails if somebody made the file meanwhile
            Path(name).replace(target)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise bad_argument(
            "--out", f"{out} cannot be written ({error.strerror})", "a file that can be written"
        ) from None
    click.echo(f"wrote {out}", err=True)
