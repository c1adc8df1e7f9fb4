"""``fairshare ledger``: the record of the Workbench, checked, written out and taken in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from fairshare.cli.output import emit, json_option
from fairshare.cli.workbench import on_record


@click.group(epilog="Example: fairshare ledger verify 2026")
def ledger() -> None:
    """The record of the Workbench: check its chain and its books, write it out, take it in."""


@ledger.command(epilog="Exit code 1 where something does not hold. Try: fairshare ledger verify --heads heads.json")
@click.argument("year", type=int, required=False)
@click.option(
    "--heads",
    "kept",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Compare with /data/heads.json as kept earlier: whether the record is still the one of then.",
)
@json_option
@on_record
def verify(year: int | None, kept: Path | None, as_json: bool) -> None:
    """Check the record of YEAR, or of every year: chain, last entry, payloads, books that balance, receipts."""
    from fairshare.workbench.record.models import Cycle
    from fairshare.workbench.record.verify import verify as checked

    years = [_held(year)] if year is not None else list(Cycle.objects.order_by("year").values_list("year", flat=True))
    found = [checked(one) for one in years]
    heads = None if kept is None else _compared(kept)
    if as_json:
        emit({"cycles": [_plain(cycle, problems) for cycle, problems in found]} | ({"heads": heads} if heads else {}))
    else:
        _say(found, heads)
    lines = [
        f"record of {one.cycle}:{one.number}: entry {one.number} {one.problem}" for _, faults in found for one in faults
    ]
    if heads and heads["differ"]:
        lines.append(f"{kept}:1: {heads['differ'][0]}: the record up to this day is another one than it was then")
    if lines:
        raise click.ClickException("\n".join(lines))


def _compared(kept: Path) -> dict[str, Any]:
    """How many days a kept document has, and those on which the record of now differs."""
    from fairshare.workbench.public.heads import differing

    days, other = differing(kept)
    return {"days": days, "differ": other}


def _say(found: Sequence[tuple[Any, Any]], heads: dict[str, Any] | None) -> None:
    for cycle, problems in found:
        outcome = f"{len(problems)} faults" if problems else "holds"
        click.echo(f"{cycle.year}: {cycle.length} entries, last {cycle.head[:12]}: {outcome}")
    if heads:
        click.echo(f"heads of {heads['days']} days: {len(heads['differ'])} differ")


def _plain(cycle: Any, problems: Any) -> dict[str, Any]:
    return {
        "year": cycle.year,
        "entries": cycle.length,
        "head": cycle.head,
        "faults": [{"entry": one.number, "problem": one.problem} for one in problems],
    }


@ledger.command(epilog="Nothing is masked: keep the file as you keep the database. Try: fairshare ledger import FILE")
@click.argument("year", type=int)
@click.option("--out", required=True, metavar="FILE", type=click.Path(path_type=Path), help="Where to write.")
@json_option
@on_record
def export(year: int, out: Path, as_json: bool) -> None:
    """Write the record of YEAR to a file, one entry a line, with its chain."""
    from fairshare.workbench.ops.private import private_file
    from fairshare.workbench.record.transfer import lines

    count = -1
    with private_file(out, "--out") as part, part.open("w", encoding="utf-8", newline="\n") as file:
        for line in lines(_held(year)):
            file.write(f"{line}\n")
            count += 1
    emit({"year": year, "entries": count, "file": str(out)}) if as_json else click.echo(f"{count} entries in {out}")


@ledger.command("import", epilog="Try: fairshare ledger export 2026 --out 2026.jsonl")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@json_option
@on_record
def take_in(file: Path, as_json: bool) -> None:
    """Take in the record of FILE, for a year that is not held yet. All is checked first; all or nothing is written."""
    from fairshare.faults import BadInputError, Fault
    from fairshare.workbench.record.transfer import take_in as taken

    try:
        cycle = taken(file)
    except OSError as error:
        raise BadInputError([Fault(str(file), 1, "file", f"cannot be read ({error.strerror})")]) from None
    told = {"year": cycle.year, "entries": cycle.length, "head": cycle.head}
    emit(told) if as_json else click.echo(f"{cycle.year}: {cycle.length} entries taken in, last {cycle.head[:12]}")


@ledger.command("file", epilog="Nothing is masked. Try: fairshare pool --file FILE")
@click.argument("year", type=int)
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path), help="Where to write (default: print).")
@on_record
def cycle_file(year: int, out: Path | None) -> None:
    """Write the record of YEAR as a cycle file, which `fairshare pool --file` reads."""
    from fairshare.workbench.ops.private import private_file
    from fairshare.workbench.record.models import Cycle
    from fairshare.workbench.record.seed import cycle_file as written

    text = written(Cycle.objects.get(pk=_held(year)))
    if out is None:
        click.echo(text, nl=False)
        return
    with private_file(out, "--out") as part:
        part.write_text(text, encoding="utf-8")


def _held(year: int) -> int:
    """The year, if its cycle is held."""
    from fairshare.faults import bad_argument
    from fairshare.workbench.record.models import Cycle

    if not Cycle.objects.filter(pk=year).exists():
        years = ", ".join(map(str, Cycle.objects.order_by("year").values_list("year", flat=True)))
        raise bad_argument("YEAR", f"no cycle of {year} is held", years or "a cycle (there is none yet)")
    return year
