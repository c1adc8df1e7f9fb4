"""``fairshare responsible``: which state is responsible for an application, by which provision, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import click

from fairshare.cli.output import choice_options, emit, given_choices, json_option

if TYPE_CHECKING:
    from fairshare.figures.case_files import Document
    from fairshare.law.responsibility.cases import Cases
    from fairshare.law.time_limits import HolidayCalendar

AT_ONCE: Final = 100_000
"""Rows of a flat table that are shown at once; for more there is ``--out``."""


@click.command(epilog="Example: fairshare responsible case.json --explain")
@click.argument("file")
@click.option("--explain", is_flag=True, help="Show every rule that was tested, with its reason, in plain words.")
@click.option("--out", metavar="FILE", help="Write the answers of many cases to this Parquet file.")
@click.option("--chain", is_flag=True, help="With --out: write every rule tested too.")
@click.option("--flat", metavar="FILE", help="Write the cases as a flat table to this Parquet file; answer nothing.")
@click.option("--holidays", metavar="FILE", help="CSV state,date,name; replaces the built-in calendar.")
@choice_options
@json_option
def responsible(file: str, choice: Sequence[str], choices_file: str | None, as_json: bool, **given: Any) -> None:
    """Which state is responsible for each application in FILE, by which provision, and what must happen by when.

    FILE is one case as a JSON object, a JSON array of cases, JSON Lines, or a flat table in Parquet; `-` reads standard
    input. Answers follow the contract with --json. With --out, millions of cases are answered in constant memory;
    what cannot be used is told and written to a side file, and the rest is answered.
    """
    chosen = case_choices(choice, choices_file)
    _check_together(given, as_json)
    calendar = _calendar(given["holidays"])
    if given["out"] is not None:
        from fairshare.cli.responsible_bulk import answer_to_file

        answer_to_file(file, given["out"], chain=given["chain"], chosen=chosen, calendar=calendar)
        return
    if given["flat"] is not None:
        _write_flat(file, given["flat"], chosen)
        return
    cases, single = _cases(file, chosen)
    _answer(cases, single, calendar, as_json=as_json, explain=given["explain"])


def _answer(cases: Cases, single: bool, calendar: HolidayCalendar, *, as_json: bool, explain: bool) -> None:
    from fairshare.law.responsibility.answers import answer, documents

    answered = list(documents(answer(cases, calendar))) if cases.ids else []
    if as_json:
        emit(answered[0] if single else answered)
    elif answered:
        from fairshare.cli.responsible_print import show

        show(answered, explain)
    else:
        click.echo("No case in the file.")


def _write_flat(file: str, path: str, chosen: Mapping[str, str]) -> None:
    from fairshare.figures.answer_files import write_flat
    from fairshare.figures.whole_files import check_target

    check_target(path, "--flat", ".parquet", file)
    write_flat(path, _cases(file, chosen)[0])
    click.echo(f"wrote {path}", err=True)


def _check_together(given: Mapping[str, Any], as_json: bool) -> None:
    """Refuse options that contradict each other, before anything is read."""
    from fairshare.faults import bad_argument

    if given["chain"] and given["out"] is None:
        raise bad_argument("--chain", "has no file to go to", "--out; without it, --json and --explain show the chain")
    if given["out"] is not None and given["flat"] is not None:
        raise bad_argument("--flat", "stands beside --out", "one of them")
    if given["out"] is not None and (as_json or given["explain"]):
        raise bad_argument("--out", "stands beside --json or --explain", "one of them")


def _calendar(holidays: str | None) -> HolidayCalendar:
    from fairshare.law.time_limits import BUILT_IN

    if holidays is None:
        return BUILT_IN
    from fairshare.cli.deadlines import read_holidays

    return read_holidays(holidays)


# --- cases and choices ------------------------------------------------------------------------------------------------


def case_choices(choice: Sequence[str], choices_file: str | None) -> dict[str, str]:
    """The choices of the command line, checked; among them ``regime``, which rules to apply whatever the day."""
    from fairshare.law.responsibility.regimes import BY_DAY, CHOOSABLE

    rules = [pair for pair in choice if pair.partition("=")[0].strip() == "regime"]
    given = given_choices([pair for pair in choice if pair not in rules], choices_file)
    for pair in rules:
        name = pair.partition("=")[2].strip()
        if name not in (BY_DAY, *CHOOSABLE):
            from fairshare.faults import bad_argument

            raise bad_argument("--choice", f"{name!r} is no set of rules", "regime=" + ", ".join((BY_DAY, *CHOOSABLE)))
        given["regime"] = name
    return given


def with_choices(documents: Sequence[Document], chosen: Mapping[str, str]) -> list[dict[str, Any]]:
    """The cases with the choices of the command line where a case does not make them itself."""
    if not chosen:
        return [document.value for document in documents]
    return [_with_choices(document.value, chosen) for document in documents]


def _with_choices(case: dict[str, Any], chosen: Mapping[str, str]) -> dict[str, Any]:
    own = case.get("choices", {})
    if not isinstance(own, dict):
        return case  # a fault, told by the reader of cases
    made = {_plain(name) for name in own} | ({"general-application-date"} if "d" in map(_plain, own) else set())
    added = {name: value for name, value in chosen.items() if _plain(name) not in made}
    return case | {"choices": added | own}


def _plain(name: str) -> str:
    """The name of a choice as cases may write it: case, hyphens and underscores do not matter."""
    return name.strip().casefold().replace("_", "-")


def _cases(file: str, chosen: Mapping[str, str]) -> tuple[Cases, bool]:
    """The cases of a file, and whether it is one case alone."""
    from fairshare.figures.case_files import is_parquet, read_documents, shown

    if is_parquet(file):
        from fairshare.cli.responsible_bulk import cases_at_once

        cases = cases_at_once(file, chosen, AT_ONCE)
        return cases, len(cases.ids) == 1
    from fairshare.law.responsibility.notation import read_cases

    documents = read_documents(file)
    lines = [document.line for document in documents]
    return read_cases(with_choices(documents, chosen), shown(file), lines), len(documents) == 1
