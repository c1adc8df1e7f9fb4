"""The cycles that are shipped, each a file of events (text; :func:`fairshare.ledger.parse` reads it)."""

from __future__ import annotations

from importlib import resources

from fairshare.faults import bad_argument


def years() -> tuple[int, ...]:
    """The pool years whose cycle is shipped."""
    folder = resources.files("fairshare.figures").joinpath("cycle_files")
    return tuple(sorted(int(file.name.removesuffix(".yaml")) for file in folder.iterdir()))


def text(year: int) -> str:
    """The events of a pool year, as YAML. An unknown year is a :class:`~fairshare.faults.BadInputError`."""
    if year not in years():
        held = ", ".join(map(str, years()))
        raise bad_argument("YEAR", f"no cycle of {year} is held", f"one of {held}, or a file of your own with --file")
    folder = resources.files("fairshare.figures").joinpath("cycle_files")
    return folder.joinpath(f"{year}.yaml").read_text(encoding="utf-8")
