"""``fairshare data check``: what in the figures should not be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from fairshare.cli.data_store import as_day, as_of_option, store_at, store_option
from fairshare.cli.output import emit, json_option, table
from fairshare.cli.stages import Stages

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from fairshare.figures.indicators.readings import Reading
    from fairshare.figures.indicators.store import Store
    from fairshare.figures.quality import Finding

SHOWN: Final = 40


@click.command(epilog="Example: fairshare data check first_time_applications")
@click.argument("names", nargs=-1, metavar="[SERIES]...")
@store_option
@as_of_option
@json_option
def check(names: tuple[str, ...], store: str | None, as_of: datetime | None, as_json: bool) -> None:
    """Check what is held of SERIES (default: all): totals against parts, mirror counts, jumps, states that are missing,
    flags, age. Every finding says what a user should not trust.
    """
    from fairshare.figures.indicators.catalogue import catalogue, series

    target, day = store_at(store), as_day(as_of)
    wanted = [series(name).name for name in names] or list(catalogue())
    findings: list[Finding] = []
    checked = []
    with Stages(wanted) as stage:
        for name in wanted:
            stage(name)
            for reading, found in _findings(target, name, day):
                checked.append(f"{name} ({reading.dataset})")
                findings += found
    findings.sort(key=lambda finding: ("wrong", "doubt", "note").index(finding.severity))
    if as_json:
        emit({"checked": checked, "findings": [finding.as_json() for finding in findings]})
        return
    if not names:
        _print_summary(findings, checked)
        return
    shown = findings[:SHOWN]
    table(
        f"{len(findings)} findings in {len(checked)} series",
        dict.fromkeys(("", "series", "geo", "period", "what"), "left"),
        ((f.severity, f.series, f.geo, f.period, f.text) for f in shown),
        [f"{len(findings) - SHOWN} more: --json has all, SERIES narrows."] if len(findings) > SHOWN else [],
    )


def _print_summary(findings: Sequence[Finding], checked: Sequence[str]) -> None:
    from fairshare.figures.quality import report

    table(
        f"{len(findings)} findings in {len(checked)} series and datasets",
        {"series": "left", "wrong": "right", "doubt": "right", "note": "right", "the worst": "left"},
        (
            (one.series, one.wrong, one.doubt, one.note, " ".join((first.geo, first.period, first.text)))
            for one in report(findings, 1)
            for first in one.worst
        ),
        ["Each finding: fairshare data check SERIES, or --json."],
    )


def _findings(store: Store, name: str, day: date | None) -> list[tuple[Reading, tuple[Finding, ...]]]:
    from datetime import date as calendar

    from fairshare.figures.indicators.readings import readings
    from fairshare.figures.quality import check as check_rows
    from fairshare.figures.quality.mirror import MIRRORS

    mirror = MIRRORS.get(name, "")
    other = readings(store, mirror, day) if mirror else ()
    partners = {mirror: other[0].rows.drop("snapshot")} if other else {}
    return [
        (reading, check_rows(reading.rows.drop("snapshot"), name, partners=partners, today=day or calendar.today()))
        for reading in readings(store, name, day)
    ]
