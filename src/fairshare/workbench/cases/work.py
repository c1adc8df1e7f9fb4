"""What is done outside a request: matching runs, the confirmations that silence brings, and erasure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_noop

from fairshare.law.choices import Choices
from fairshare.law.outcome import RefusedError
from fairshare.workbench.cases import erase
from fairshare.workbench.cases.around import Surroundings
from fairshare.workbench.cases.clock import deemed_on
from fairshare.workbench.cases.machine import WAITING
from fairshare.workbench.cases.models import Case, Run
from fairshare.workbench.cases.moves import CLOCK, Move, save, silence
from fairshare.workbench.clock import today
from fairshare.workbench.jobs.registry import JobError, Report, job
from fairshare.workbench.record.ledgers import Folded, folded
from fairshare.workbench.record.models import Cycle
from fairshare.workbench.record.store import append

BEGINNING: Final = 5

STAGES_TOLD: Final = {
    "prices": gettext_noop("Places get their prices"),
    "whole families": gettext_noop("Whole families are placed"),
    "fair sharing": gettext_noop("Families without links are shared fairly"),
}
"""What a matching is at, by the stage of the solver."""


@job("cases.clock", every=timedelta(hours=1))
def run_clock(arguments: Mapping[str, Any], report: Report) -> dict[str, Any]:
    """Record every confirmation that silence has brought by today."""
    return settle_silence(today(), report)


def settle_silence(day: date, report: Report | None = None) -> dict[str, int]:
    """Record, case by case, that silence confirmed it: how many were ``confirmed``, and for how many the ledger has no
    place (``refused``), of which a person has to decide. A case that another worker was faster with is passed over;
    nothing is recorded twice. No case is named: what a job returns is not erased with it."""
    rows = Case.unscoped.filter(status__in=WAITING).order_by("received", "pk").values_list("pk", flat=True)
    done = {"confirmed": 0, "refused": 0}
    for number, pk in enumerate(list(rows)):
        if report is not None:
            report.progress(number, len(rows))
        try:
            done["confirmed"] += deem(pk, day)
        except RefusedError:
            done["refused"] += 1
    return done


def deem(pk: int, day: date) -> bool:
    """Record that silence confirmed one case, if it has by ``day`` and nobody has recorded it. Returns whether.

    Raises :class:`RefusedError` where the ledger has no place for it (nothing is written then)."""
    row = Case.unscoped.filter(pk=pk).select_related("cycle").first()
    since = row and deemed_on(row.facts, day, choices=Choices(row.cycle.choices))
    if row is None or since is None:
        return False
    moves: list[Move] = []

    def write(state: Folded, _: Cycle) -> Any:
        fresh = Case.unscoped.get(pk=pk)
        after, drafts = silence(fresh.facts, day, state.ledger.book)
        if drafts:
            moves.append(Move(fresh, fresh.facts, after, drafts))
        return drafts, {}

    with transaction.atomic():
        written = append(row.cycle_id, CLOCK, f"clock:{row.public}:{since}", [], write)
        save(moves, written.numbers, row.cycle_id)
    return bool(moves)


@job("match.run")
def run_matching(arguments: Mapping[str, Any], report: Report) -> dict[str, Any]:
    """Carry out a run. One that is done already is left alone."""
    from fairshare.workbench.cases.matching import carry_out, instance, stage_number

    run = Run.unscoped.filter(public=arguments["run"]).select_related("cycle").first()
    if run is None:
        raise JobError(gettext_noop("there is no such run"))
    if run.result is None:
        report.progress(0, BEGINNING, gettext_noop("Candidates and places are gathered"))
        it = instance(run, Surroundings.of(folded(run.cycle).ledger.book))
        if not it.rows:
            raise JobError(gettext_noop("there is no candidate: cases are matched once their links are on record"))
        carry_out(run, it, lambda stage: report.progress(stage_number(stage), BEGINNING, STAGES_TOLD[stage]))
    return {"run": run.public}


@job("cases.erase", every=timedelta(days=1))
def run_erasure(arguments: Mapping[str, Any], report: Report) -> dict[str, Any]:
    """Erase the cases whose time is over."""
    return {"erased": erase.due(today(), report.progress)}
