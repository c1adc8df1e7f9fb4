"""Which state is responsible: the answers to many cases, and each as the document of the contract."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from fairshare.law.choices import KEYS, Choices
from fairshare.law.citation import cites
from fairshare.law.responsibility.cases import Cases
from fairshare.law.responsibility.codes import (
    NONE,
    STATES,
    Array,
    Bool,
    Codes,
    Days,
    Masks,
    Mode,
    Paper,
    Rows,
    Set,
    Whys,
    states_of,
)
from fairshare.law.responsibility.course import Course, Phase, Status, by_act
from fairshare.law.responsibility.days import NO_DAY, as_date
from fairshare.law.responsibility.evidence import DIPLOMA, HIT, NOT_LISTED, RESIDENCE_DOCUMENT, VISA, assess
from fairshare.law.responsibility.ladder import EVIDENCE_GROUPS
from fairshare.law.responsibility.next_step import DUTIES, next_step
from fairshare.law.responsibility.regimes import REGIMES, regime_of
from fairshare.law.responsibility.table import take
from fairshare.law.responsibility.timeline import follow
from fairshare.law.responsibility.trace import HUMAN, MET, REASONS, SILENT, Step, chains, flags_of
from fairshare.law.time_limits import BUILT_IN, HolidayCalendar

STATUSES: Final = tuple(status.name.lower() for status in Status)
"""Words of the column ``status``."""

_KEY_OF: Final = {name: key for key, name in KEYS.items()}

ACTS: Final[tuple[str, ...]] = tuple(duty.act for duty in DUTIES)
"""Words of the column ``next_act``, by the place in :data:`~.next_step.DUTIES`."""

_NAMED: Final = by_act(
    MET,
    "{0:state} is named in Eurodac as the responsible state, and {1:state} found the person: {0:state} must take back",
    AMMR="AMMR 36(1)(b)",
    DUBLIN3="DUBLIN3 18(1)",
    CONVENTION1990="CONVENTION1990 10(1)",
    COM2016="COM2016 20(1)",
)
_DETERMINING: Final = by_act(
    MET,
    "the determination still runs in {0:state}, to which the criteria point; {1:state} found the person: {0:state} "
    "must take back",
    AMMR="AMMR 38(4)",
    DUBLIN3="DUBLIN3 20(5)",
    CONVENTION1990="CONVENTION1990 3(7)",
    COM2016="COM2016 20(5)",
)
_RELOCATING: Final = by_act(
    MET,
    "{0:state} confirmed the relocation; {1:state} found the person before the transfer: {0:state} must take back",
    AMMR="AMMR 38(5)",
)


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers, one place a case; ``trace`` refers to the rows of ``cases.table``, ``row`` has each case's own row.

    ``responsible`` is :data:`NONE` where ``human`` is true. ``basis`` is the number of the deciding reason,
    ``criterion`` that of the criterion met (with the ``slot`` of the ``group`` under it), ``status`` a place in
    :data:`STATUSES`, ``next_act`` one in :data:`ACTS`, ``next_due`` the last day for it, or NO_DAY. The criteria were
    tested on the situation of ``day``, by the state that is ``determining``.
    """

    cases: Cases
    row: Rows
    regime: Codes
    responsible: Codes
    basis: Whys
    status: Codes
    human: Bool
    options: Masks
    next_actor: Codes
    next_act: Codes
    next_due: Days
    criterion: Whys
    slot: Codes
    group: Codes
    day: Days
    determining: Codes
    trace: tuple[Step, ...] = field(default=())


_COLUMNS: Final[Mapping[str, tuple[Any, int]]] = {
    "regime": (np.int8, 0),
    "responsible": (np.int8, NONE),
    "basis": (np.int16, SILENT),
    "status": (np.int8, 0),
    "human": (np.bool_, 0),
    "options": (np.int64, 0),
    "next_actor": (np.int8, NONE),
    "next_act": (np.int8, NONE),
    "next_due": (np.int32, NO_DAY),
    "criterion": (np.int16, SILENT),
    "slot": (np.int8, NONE),
    "group": (np.int8, 0),
    "day": (np.int32, NO_DAY),
    "determining": (np.int8, NONE),
}


@cites("AMMR 16(1)", "AMMR 16(2)", "AMMR 24(1)", "AMMR 36(1)(b)", "AMMR 38(4)", "AMMR 38(5)")
def answer(cases: Cases, calendar: HolidayCalendar = BUILT_IN, *, traced: bool = True) -> Answers:
    """The answer to each case on the day of its question. Without ``traced`` there are no chains and no flags.

    Cases with the same choices and rules are answered together. Raises :class:`~fairshare.faults.BadInputError` for an
    unknown choice.
    """
    rows = cases.table.rows
    columns: dict[str, Array] = {name: np.full(rows, value, kind) for name, (kind, value) in _COLUMNS.items()}
    trace: list[Step] = []
    for part, choices in _by_choices(cases):
        table = take(cases.table, part)
        codes = regime_of(table, choices)
        for code in np.unique(codes).tolist():
            within = np.flatnonzero(codes == code)
            facts, places = take(table, within), part[within]
            course = follow(facts, cases.case[places], REGIMES[code], choices, calendar, traced=traced)
            _bound_to_take_back(course)
            _write(columns, course, places)
            trace += [Step(s.why, s.figures, places if s.rows is None else places[s.rows]) for s in course.trace]
    first = np.flatnonzero(np.diff(cases.case, prepend=-1) != 0)
    return Answers(cases, first, trace=tuple(trace), **{name: column[first] for name, column in columns.items()})


def _by_choices(cases: Cases) -> Iterator[tuple[Rows, Choices]]:
    """The rows of the cases that share their choices."""
    groups: dict[tuple[tuple[str, str], ...], list[int]] = {}
    for place, chosen in enumerate(cases.choices):
        groups.setdefault(tuple(sorted(chosen.items())), []).append(place)
    for key, places in groups.items():
        rows = np.arange(cases.table.rows)
        if len(groups) > 1:
            rows = np.flatnonzero(np.isin(cases.case, places))
        yield rows, Choices(dict(key))


def _bound_to_take_back(course: Course) -> None:
    """A take back that is under way decides who is bound: by Eurodac, as determining state or of relocation."""
    away = (course.back.phase != Phase.IDLE) & (course.elsewhere != NONE) & ~course.human
    if not away.any():
        return
    relocating = away & (course.relocating != NONE)
    named = away & ~relocating & course.indicated
    running = away & ~relocating & ~course.fixed & (course.state == course.determining)
    running &= course.back.addressee == course.determining
    states = np.where(relocating, course.relocating, course.state).astype(np.int8)
    acts = course.act_on(course.back.clock)
    for at, whys in ((relocating, _RELOCATING), (named, _NAMED), (running, _DETERMINING)):
        course.say(at, whys[acts], states, course.elsewhere)
        course.state[at] = states[at]
        course.why[at] = whys[acts][at]
    answered = course.back.running(Phase.TO_TRANSFER, Phase.SUSPENDED)
    course.status[(relocating | running) & ~answered] = Status.PENDING


def _write(columns: Mapping[str, Array], course: Course, places: Rows) -> None:
    steps = next_step(course)
    values = {
        "regime": course.act,  # the codes of the acts are the places of their regimes
        "responsible": np.where(course.human, NONE, course.state),
        "basis": course.why,
        "status": course.status,
        "human": course.human,
        "options": course.options,
        "next_actor": steps.actor,
        "next_act": steps.duty,
        "next_due": steps.due,
        "criterion": course.found.why,
        "slot": course.slot,
        "group": course.group,
        "day": course.scope.day,
        "determining": course.determining,
    }
    for name, value in values.items():
        columns[name][places] = value


# --- as documents -----------------------------------------------------------------------------------------------------


def documents(answers: Answers) -> Iterator[dict[str, Any]]:
    """Each answer as the document of the contract, in the order of the cases."""
    rows = answers.cases.table.rows
    told, flagged = chains(answers.trace, rows), flags_of(answers.trace, rows)
    for case, row in enumerate(answers.row.tolist()):
        chain = [{"rule": link.rule, "outcome": link.outcome, "why": link.why} for link in told[row]]
        basis = REASONS[answers.basis[case]].rule if answers.basis[case] != SILENT else None
        state, human = int(answers.responsible[case]), bool(answers.human[case])
        flags = sorted(_KEY_OF.get(flag, flag) for flag in flagged[row])
        question = _question(chain, int(answers.options[case])) if human else None
        day, determining = int(answers.day[case]), int(answers.determining[case])
        pieces = _evidence(answers, case, row, basis or "")
        yield {
            "id": answers.cases.ids[case],
            "responsible": STATES[state] if state != NONE else None,
            "basis": basis,
            "status": STATUSES[answers.status[case]],
            "chain": chain,
            "evidence": [piece for piece in pieces if piece["kind"] != NOT_LISTED],
            "evidence_not_listed": [piece["item"] for piece in pieces if piece["kind"] == NOT_LISTED],
            "next_step": _next_step(answers, case) | ({"cite": question["cite"]} if question else {}),
            "flags": flags,
            "human": human,
            "needs_decision": question,
            "choices": _choices_used(answers.cases.choices[case], flags),
            "regime": REGIMES[answers.regime[case]].name,
            "tested_on": as_date(day).isoformat(),
            "determining": STATES[determining],
        }


def _next_step(answers: Answers, case: int) -> dict[str, str | None]:
    """There always is one: at the least the examination, or the decision of a person."""
    code, actor, day = (int(c[case]) for c in (answers.next_act, answers.next_actor, answers.next_due))
    duty = DUTIES[code]
    return {
        "actor": STATES[actor] if actor != NONE else None,
        "act": duty.act,
        "due": None if day == NO_DAY else as_date(day).isoformat(),
        "consequence_if_missed": duty.consequence or None,
        "cite": duty.cite,
    }


_FINDINGS: Final = {
    "AMMR 25(3)": "able_to_care",
    "AMMR 25": "best_interests",
    "AMMR 34": "able_to_care",
    "AMMR 36(2)": "best_interests",
    "DUBLIN3 8": "best_interests",
    "DUBLIN3 16": "able_to_care",
}
"""The kind of finding that answers the question of a rule, where one does."""


def _question(chain: Sequence[Mapping[str, str]], options: int) -> dict[str, Any]:
    asked = [link for link in chain if link["outcome"] == HUMAN]
    question = asked[-1] if asked else {"why": "", "rule": ""}
    finding = next((kind for rule, kind in _FINDINGS.items() if question["rule"].startswith(rule)), None)
    return {
        "question": question["why"],
        "options": list(states_of(options)),
        "cite": question["rule"],
        "finding": finding,
    }


def _choices_used(chosen: Mapping[str, str], flags: Sequence[str]) -> dict[str, str]:
    values = Choices(chosen)
    return {flag: values[KEYS.get(flag, flag)] for flag in flags} | dict(chosen)


_BY_HIT: Final = frozenset({"AMMR 36(1)(b)", "AMMR 38(4)", "AMMR 38(5)"})
_SETS: Final = {Mode.IRREGULAR: Set.A22, Mode.SAR: Set.A24}


def _evidence(answers: Answers, case: int, row: int, basis: str) -> list[dict[str, str]]:
    """The pieces on record under the criterion that was met, or for the take back, by the official lists."""
    if basis in _BY_HIT:
        return _pieces(basis, (), tuple(HIT[Set(article)] for article in _articles(answers, row)))
    group, slot = EVIDENCE_GROUPS[answers.group[case]], int(answers.slot[case])
    if slot == NONE or answers.criterion[case] == SILENT:
        return []
    items = answers.cases.evidence.get(group, {}).get((slot, row), ())
    return _pieces(REASONS[answers.criterion[case]].rule, items, _on_record(answers, group, slot, row))


def _pieces(supports: str, items: Sequence[str], on_record: Sequence[str]) -> list[dict[str, str]]:
    pieces = assess(supports, items, extra=on_record)
    return [{"item": p.item, "kind": p.kind, "supports": p.supports} for p in pieces]


def _articles(answers: Answers, row: int) -> list[int]:
    return [int(article) for article in answers.cases.table.hits.article[:, row] if article != NONE]


def _on_record(answers: Answers, group: str, slot: int, row: int) -> tuple[str, ...]:
    """The document, the diploma or the Eurodac set that is itself part of the record."""
    table = answers.cases.table
    if group == "documents":
        return (RESIDENCE_DOCUMENT if table.documents.kind[slot, row] == Paper.RESIDENCE else VISA,)
    if group == "diplomas":
        return (DIPLOMA,)
    if group != "entries":
        return ()
    wanted = _SETS.get(Mode(int(table.entries.mode[slot, row])))
    hits, state = table.hits, table.entries.state[slot, row]
    recorded = (hits.state[:, row] == state) & (hits.article[:, row] == (NONE - 1 if wanted is None else wanted))
    return (HIT[wanted],) if wanted is not None and recorded.any() else ()
