"""``fairshare match eligible``: who may be relocated, before any matching, and who might be transferred twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import click

from fairshare.cli.output import choice_options, given_choices, json_option

if TYPE_CHECKING:
    from datetime import date

    from fairshare.figures.eligible_files import Gate
    from fairshare.figures.person_files import PersonTable
    from fairshare.law.choices import Choices
    from fairshare.law.responsibility.cases import Cases
    from fairshare.law.responsibility.codes import Array, Masks, Rows, Whys

AT_ONCE: Final = 5_000_000
"""Rows of a flat table of applications that are looked at."""


@click.command(epilog="Example: fairshare match eligible persons.csv --act-date 2025-12-19 --out cases.csv")
@click.argument("persons")
@click.option("--act-date", metavar="DAY", help="The day on which the Council act was adopted (for beneficiaries).")
@click.option("--agreements", metavar="FILE", help="present_in,state: which states agreed to relocate beneficiaries.")
@click.option("--applications", metavar="FILE", help="The cases of `fairshare responsible`, their id is `case`.")
@click.option("--out", metavar="FILE", help="Write CASES for `fairshare match` (.csv or .parquet).")
@click.option("--exclusions-out", metavar="FILE", help="Write EXCLUSIONS for `fairshare match` (.csv or .parquet).")
@choice_options
@json_option
def eligible(persons: str, choice: Sequence[str], choices_file: str | None, as_json: bool, **given: Any) -> None:
    """Which cases of PERSONS may be matched, and for what ground the others may not (Articles 56(2)(a) and 67).

    PERSONS is a table (CSV or Parquet) with the columns case, person, status (applicant, beneficiary or neither) and
    present_in, and optional vulnerable, nationality, protection_granted, written_consent, security_ground and
    kept_by_family. What is not on record is not guessed. With --applications, family in the benefitting state (67(5))
    and possible double transfers (68(2)) are found by the rules on responsibility.
    """
    from fairshare.cli.match_eligible_print import document, show
    from fairshare.figures.eligible_files import cases_frame, check_targets, exclusions_frame, write_frames
    from fairshare.law.choices import Choices

    files = [file for file in (persons, given["agreements"], given["applications"]) if file is not None]
    check_targets({"--out": given["out"], "--exclusions-out": given["exclusions_out"]}, *files)
    chosen = given_choices(choice, choices_file)
    gate = _gate(persons, given, chosen, Choices(chosen))
    cases, exclusions = cases_frame(gate), exclusions_frame(gate)
    wanted = (("--out", given["out"], cases), ("--exclusions-out", given["exclusions_out"], exclusions))
    write_frames([one for one in wanted if one[1] is not None])
    if as_json:
        from fairshare.cli.output import emit

        emit(document(gate, cases, exclusions.height, Choices(chosen), with_excluded=given["out"] is None))
    else:
        show(gate, cases, Choices(chosen), with_excluded=given["out"] is None)
    for _, path, frame in wanted:
        if path is not None:
            click.echo(f"wrote {path}: {frame.height:,} rows", err=True)
    if exclusions.height and given["exclusions_out"] is None:
        click.echo(f"{exclusions.height:,} pairs must not be made: --exclusions-out FILE writes them", err=True)


def _gate(persons: str, given: Mapping[str, Any], chosen: Mapping[str, str], choices: Choices) -> Gate:
    import numpy as np

    from fairshare.figures.eligible_files import Gate
    from fairshare.figures.person_files import agreed, read_agreements, read_persons
    from fairshare.law.responsibility.trace import SILENT
    from fairshare.law.solidarity.relocation import family_grounds, person_grounds

    act = _day(given["act_date"])
    table = read_persons(persons)
    agreements = agreed(()) if given["agreements"] is None else read_agreements(given["agreements"])
    third: Masks | None = None
    basis: Whys | None = None
    if given["applications"] is not None:
        table, third, basis = _with_applications(table, given["applications"], chosen)
    grounds = person_grounds(table.persons, agreements, act, choices)
    gate = Gate(table, grounds, family_grounds(grounds, table.family, choices), agreements)
    if third is None or basis is None:
        return gate
    return replace(gate, third=np.where(gate.eligible, third, 0), basis=np.where(gate.eligible, basis, SILENT))


def _day(text: str | None) -> date | None:
    from fairshare.faults import bad_argument
    from fairshare.law.time_limits import iso_day

    day = None if text is None else iso_day(text)
    if text is not None and (day is None or not 2024 <= day.year <= 2100):
        raise bad_argument("--act-date", f"{text!r} is no day of a Council act", "a day such as 2025-12-19")
    return day


# --- applications -----------------------------------------------------------------------------------------------------


def _with_applications(table: PersonTable, file: str, chosen: Mapping[str, str]) -> tuple[PersonTable, Masks, Whys]:
    """The persons with what their applications tell, and by case the states of a possible double transfer and why.

    What an application shows goes before an empty cell; a ground of either keeps the person out."""
    import numpy as np

    from fairshare.law.responsibility.trace import SILENT
    from fairshare.law.solidarity.double_transfers import double_transfers
    from fairshare.law.solidarity.relocation import READINGS, Status

    of_cases = {name: value for name, value in chosen.items() if name not in READINGS}
    cases, lines = _cases(file, of_cases)
    place, row = _places(table, cases, file, lines)
    found = double_transfers(cases, table.persons.present[table.starts][place])
    family, security = table.persons.family.copy(), table.persons.security.copy()
    family[row] = _weightier(family[row], found.family)
    security[row] = np.where(found.threat, 1, security[row])
    third, basis = np.zeros(table.cases.len(), np.int64), np.full(table.cases.len(), SILENT, np.int16)
    third[place], basis[place] = found.third, found.why
    applicants = np.logical_or.reduceat(table.persons.status == Status.APPLICANT, table.starts)
    persons = replace(table.persons, family=family, security=security)
    return replace(table, persons=persons), np.where(applicants, third, 0), np.where(applicants, basis, SILENT)


def _weightier(one: Array, other: Array) -> Array:
    """Of two answers yes before no before undecided before not on record: who decided may say no."""
    import numpy as np

    from fairshare.law.responsibility.codes import NONE
    from fairshare.law.solidarity.relocation import OPEN

    order = np.array([NONE, OPEN, 0, 1], np.int8)
    rank = np.empty(4, np.int64)
    rank[order] = np.arange(4)  # NONE = -1 takes the last place
    return order[np.maximum(rank[one], rank[other])]


def _cases(file: str, chosen: Mapping[str, str]) -> tuple[Cases, Sequence[int]]:
    """The applications of a file, and the line of each."""
    import numpy as np

    from fairshare.cli.responsible import with_choices
    from fairshare.figures.case_files import is_parquet, read_documents, shown

    if is_parquet(file):
        from fairshare.cli.responsible_bulk import cases_at_once

        cases = cases_at_once(file, chosen, AT_ONCE)
        return cases, (np.flatnonzero(np.diff(cases.case, prepend=-1)) + 1).tolist()
    from fairshare.law.responsibility.notation import read_cases

    documents = read_documents(file)
    lines = [document.line for document in documents]
    return read_cases(with_choices(documents, chosen), shown(file), lines), lines


def _places(table: PersonTable, cases: Cases, file: str, lines: Sequence[int]) -> tuple[Rows, Rows]:
    """The case of each application, and the row of the table of each person asked about.

    A person alone in a case is the one whom the application is about, however it names the person."""
    import numpy as np
    import polars as pl

    from fairshare.faults import BadInputError, Fault
    from fairshare.figures.case_files import shown

    known = pl.DataFrame({"id": table.cases, "place": np.arange(table.cases.len())})
    asked = pl.DataFrame({"id": pl.Series(cases.ids, dtype=pl.String)})
    place = asked.join(known, on="id", how="left", maintain_order="left")["place"]
    strange = np.flatnonzero(place.is_null().to_numpy()).tolist()
    faults = [
        Fault(shown(file), lines[at], "id", f"{cases.ids[at]!r} is no case of PERSONS", "a case") for at in strange
    ]
    if faults:
        raise BadInputError(faults)
    of_case = place.to_numpy().astype(np.intp)
    of_row = of_case[cases.case]
    people = pl.DataFrame({"case": table.family, "person": table.person, "row": np.arange(table.family.size)})
    named = pl.DataFrame({"case": of_row.astype(np.int64), "person": pl.Series(cases.persons, dtype=pl.String)})
    found = named.join(people, on=["case", "person"], how="left", maintain_order="left")["row"]
    alone = np.bincount(table.family)[of_row] == 1
    row = np.where(alone, table.starts[of_row], found.fill_null(-1).to_numpy())
    faults = [
        Fault(
            shown(file),
            lines[int(cases.case[at])],
            "persons",
            f"{cases.persons[at]!r} is no person of case {cases.ids[int(cases.case[at])]!r} in PERSONS",
            "the persons asked about as PERSONS names them",
        )
        for at in np.flatnonzero(row < 0).tolist()
    ]
    if faults:
        raise BadInputError(faults)
    return of_case, row.astype(np.intp)
