"""The whole report on a pool at a day: reference number, states, tests of Article 63, vote, effective pool."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from fairshare.evaluation.pool.fairness import Distance, Effective, Statement, distance, effective_pool
from fairshare.evaluation.pool.figure import Figure, least_certain, provenance
from fairshare.evaluation.pool.rows import StateRow, state_rows
from fairshare.law.outcome import RefusedError, Test
from fairshare.law.solidarity import offsets
from fairshare.law.solidarity.proposal import may_show
from fairshare.law.voting import QUALIFIED, VoteResult
from fairshare.ledger import Book, Cycle
from fairshare.ledger.events import ActAdopted
from fairshare.ledger.handlers.offsets import catch_up_quantity, figures, may_offer, pool_tests
from fairshare.ledger.handlers.votes import vote_on
from fairshare.plain import euro_text, share_text, units_value

if TYPE_CHECKING:
    import polars


@dataclass(frozen=True, slots=True)
class PoolReport:
    """The pool of a year at a day, every figure with status, source and cite.

    ``not_covered`` names accounts of which the record knows nothing."""

    year: int
    as_of: date
    book: Book
    reference_relocations: Figure
    reference_eur: Figure
    rows: tuple[StateRow, ...]
    effective: Effective
    tests: tuple[Test, ...]
    state_tests: tuple[tuple[str, Test], ...]
    tests_status: str
    catch_up: dict[str, int]
    distance: Distance | None
    vote: VoteResult | None
    published_sum: int | None = None
    not_covered: tuple[str, ...] = ()

    @property
    def units_sum(self) -> int:
        """Sum of the fair shares in whole units; rounding up makes it larger than the reference number."""
        return sum(int(row.figures["fair_share_units"].value or 0) for row in self.rows)

    @property
    def surplus(self) -> int:
        """By how much rounding up makes the fair shares exceed the reference number."""
        return self.units_sum - int(self.reference_relocations.value or 0)

    def to_json(self) -> dict[str, Any]:
        """The report as one JSON document."""
        document: dict[str, Any] = {
            "year": self.year,
            "as_of": self.as_of.isoformat(),
            "reference_relocations": self.reference_relocations.to_json(),
            "reference_eur": self.reference_eur.to_json(),
            "effective_units": self.effective.units.to_json(),
            "effective_share": self.effective.share.to_json(),
            "effective": self.effective.to_json()
            | {"status": self.effective.units.status, "source": self.effective.units.source},
            "fair_share_units_sum": {
                "value": self.units_sum,
                "surplus": self.surplus,
                "published": self.published_sum,
                "cite": "AMMR 57(3)",
            },
            "tests": self._tests_json(),
            "hoover": self.distance.to_json() if self.distance else None,
            "vote": vote_json(self.vote),
            "states": {row.state: row.to_json() for row in self.rows},
        }
        document["flags"] = [
            {
                "date": self.book.events[flag.event].date.isoformat(),
                "state": flag.state or None,
                "cite": flag.cite,
                "text": flag.text,
            }
            for flag in self.book.flags
        ]
        document["choices"] = self.book.choices.used("ROUNDING", "GENERAL_APPLICATION_DATE", "DEDUCTION_IN_POOL_ACT")
        document["choices"] |= self.book.choices.changed()
        return document

    def _tests_json(self) -> dict[str, Any]:
        """The tests of 63(1) to 63(5), alike in shape, with their numbers."""
        basis = {"status": self.tests_status, "source": self.effective.units.source}
        by_state = {state: test_json(test) for state, test in self.state_tests}
        may_offer = [test["met"] for test in by_state.values()]
        closed = self.book.closed
        return {test.cite.removeprefix("AMMR "): test_json(test) | basis for test in self.tests} | {
            "63(2)(b)": {
                "cite": "AMMR 63(2)(b)",
                "question": "Which states pledged 50 % of their own mandatory fair share as relocations?",
                "met": True if True in may_offer else None if None in may_offer else False,
                "states": by_state,
                **basis,
            },
            "63(5)": {
                "cite": "AMMR 63(5)",
                "question": "Which relocations were neither implemented nor accepted by the end of the year?",
                "met": bool(self.catch_up) if closed else None,
                "figures": self.catch_up,
                "note": "" if closed else "asked after the year is closed",
                **basis,
            },
        }

    def to_frame(self) -> polars.DataFrame:
        """The states as a data frame, one row each; unknown figures are null, statuses stand beside the figures."""
        import polars

        def cell(figure: Figure) -> float | None:
            return None if figure.value is None else float(figure.value)

        return polars.DataFrame(
            [
                {"state": row.state, "role": row.role}
                | {name: cell(figure) for name, figure in row.figures.items()}
                | {f"pledged_{measure}": cell(figure) for measure, figure in row.pledged.items()}
                | {f"{name}_status": figure.status for name, figure in row.figures.items()}
                for row in self.rows
            ]
        )

    def __str__(self) -> str:
        units = self.reference_relocations.value
        return (
            f"Annual Solidarity Pool {self.year} at {self.as_of}: {units} relocations or "
            f"EUR {float(self.reference_eur.value or 0):,.0f}; {len(self.rows)} states; "
            f"effective {units_value(self.effective.units.value or Fraction(0))} units"
        )


def test_json(test: Test) -> dict[str, Any]:
    """A test of the law with its numbers: counts as integers, shares as decimal strings, unknown as ``null``."""
    return asdict(test) | {"figures": {name: _typed(text) for name, text in test.figures.items()}}


def _typed(text: str) -> int | str | bool | None:
    words: dict[str, bool | None] = {"true": True, "false": False, "unknown": None}
    if text in words:
        return words[text]
    return units_value(Fraction(text)) if text.replace("/", "").replace(".", "").isdigit() else text


test_json.__test__ = False  # type: ignore[attr-defined]  # not a test of pytest


def vote_json(vote: VoteResult | None) -> dict[str, Any] | None:
    """The vote on the act with the numbers on both sides."""
    if vote is None:
        return None
    return {
        "rule": vote.rule,
        "met": vote.met,
        "in_favour": list(vote.in_favour),
        "not_in_favour": list(vote.not_in_favour),
        "margin_members": vote.margin_members,
        "margin_population": None if vote.margin_population is None else share_text(vote.margin_population),
        "needed_to_block": vote.blocking_needed,
        "tests": [test_json(test) for test in vote.tests],
        "status": "inferred",
        "source": "votes and population on record",
        "cite": "AMMR 57(1); TEU 16(4)",
    }


def pool_report(
    cycle: Cycle,
    as_of: date,
    choices: Mapping[str, str] | None = None,
    *,
    known_on: date | None = None,
    applications: Mapping[str, Fraction] | None = None,
    applications_source: str = "",
    statement: Statement | None = None,
    published_sum: int | None = None,
    authorised: bool = False,
) -> PoolReport:
    """The report on the pool of a cycle as it stood on ``as_of``.

    ``applications`` are persons by state, for the Hoover index; ``statement`` is what somebody states as the effective
    pool. Raises :class:`~fairshare.law.outcome.RefusedError` before an act is adopted, and
    :class:`~fairshare.faults.BadInputError` for an event that the law does not allow."""
    book = cycle.book(choices, as_of, known_on)
    if book.reference is None:
        raise RefusedError("AMMR 57(1)", _no_act(cycle, as_of, known_on))
    return report_of(
        book,
        as_of,
        not_covered=cycle.not_covered,
        applications=applications,
        applications_source=applications_source,
        statement=statement,
        published_sum=published_sum,
        authorised=authorised,
    )


def report_of(
    book: Book,
    as_of: date,
    *,
    not_covered: Collection[str] = (),
    applications: Mapping[str, Fraction] | None = None,
    applications_source: str = "",
    statement: Statement | None = None,
    published_sum: int | None = None,
    authorised: bool = False,
) -> PoolReport:
    """The report on the pool of a book that is folded already; the rest as in :func:`pool_report`.

    ``not_covered`` names accounts of which the record knows nothing. Raises
    :class:`~fairshare.law.outcome.RefusedError` before an act is adopted."""
    reference = book.require_act("AMMR 57(1)")
    rows = state_rows(book, not_covered, as_of)
    effective = effective_pool(book, rows, statement)
    index, act = [(i, event) for i, event in enumerate(book.events) if isinstance(event, ActAdopted)][-1]
    status, source = provenance(book, [index])
    numbers = _offset_figures(book, statement, authorised)
    keyed = [row for row in rows if row.state in book.fair]
    pledging = [row.state for row in keyed if book.balance(row.state, "pledged", "relocation")]
    return PoolReport(
        year=book.year,
        as_of=as_of,
        book=book,
        reference_relocations=Figure(Fraction(reference.relocations), "persons", status, source, "AMMR 57(1)"),
        reference_eur=Figure(reference.financial, "EUR", status, source, "AMMR 57(1)"),
        rows=tuple(rows),
        effective=effective,
        tests=_tests(book, numbers, _rests_on(book, statement)),
        state_tests=tuple((row.state, _may_offer(book, row)) for row in keyed),
        tests_status="inferred" if _rests_on(book, statement) else least_certain(_pledge_statuses(rows)),
        catch_up={s: n for s in pledging if (n := catch_up_quantity(book, s))} if book.closed else {},
        distance=_distance(book, applications, effective, applications_source),
        vote=vote_on(book, act, QUALIFIED),
        published_sum=published_sum,
        not_covered=tuple(not_covered),
    )


def _no_act(cycle: Cycle, as_of: date, known_on: date | None) -> str:
    """Why there is no pool to show on a day."""
    acts = sorted(event.date for event in cycle.events if isinstance(event, ActAdopted))
    if acts and acts[0] <= as_of:
        return f"no act on the pool was on record on {known_on}: the act is of {acts[0]}"
    return f"no act on the pool is adopted by {as_of}" + (f": the act is of {acts[0]}" if acts else "")


def _offset_figures(book: Book, statement: Statement | None, authorised: bool) -> offsets.OffsetFigures:
    """The numbers for the tests of 63. Where single pledges are unknown, the statement gives their sum (inferred)."""
    proposal = book.proposal
    shown = (
        proposal is not None
        and may_show(
            "statutory_floor" if proposal.disclosure == "statutory_floor" else "proposal",
            authorised=authorised,
            act_adopted=bool(book.act_dates),
            declassified=proposal.disclosure == "declassified",
            choices=book.choices,
        ).shown
    )
    numbers = figures(book, shown)
    if statement is None:
        return numbers
    stated = statement.relocations + by_offset(book)

    def bounded(number: int | None) -> int:
        return stated if number is None else number

    return replace(
        numbers,
        pledged=bounded(numbers.pledged),
        pledged_without_benefitting=bounded(numbers.pledged_without_benefitting),
        to_implement=bounded(numbers.to_implement),
    )


def by_offset(book: Book) -> int:
    """Relocations pledged by states that say they will meet them by offsets."""
    return sum(f.amount or 0 for facts in book.pledges.values() for f in facts if f.discharge == "offset")


def _may_offer(book: Book, row: StateRow) -> Test:
    """The test of 63(2)(b) for one state; not known where its relocation pledge is not."""
    test = may_offer(book, row.state)
    if row.pledged["relocation"].value is not None:
        return test
    return replace(test, met=None, figures=test.figures | {"pledged": "unknown"})


def _pledge_statuses(rows: Iterable[StateRow]) -> list[str]:
    return [row.pledged["relocation"].status for row in rows]


def _rests_on(book: Book, statement: Statement | None) -> str:
    """What to tell of tests whose sums no list of pledges gives."""
    numbers = figures(book)
    if statement is None or (numbers.pledged is not None and numbers.to_implement is not None):
        return ""
    return f"inferred: {statement.relocations} stated relocations and {by_offset(book)} to be met by offsets"


def _tests(book: Book, numbers: offsets.OffsetFigures, rests_on: str) -> tuple[Test, ...]:
    found = pool_tests(numbers, book.choices)
    return tuple(replace(test, note="; ".join(filter(None, (test.note, rests_on)))) for test in found)


def _distance(
    book: Book, applications: Mapping[str, Fraction] | None, effective: Effective, source: str
) -> Distance | None:
    if not applications or not book.shares.keys() <= applications.keys():
        return None
    return distance(book, book.shares, applications, effective.units.value or Fraction(0), source)


def explain(report: PoolReport, state: str) -> list[dict[str, Any]]:
    """Every event that moved something on the accounts of a state, with what it moved: the reasons of its balances.

    Raises :class:`~fairshare.law.outcome.RefusedError` for a state that has no accounts in this pool."""
    book, lines = report.book, []
    for entry in book.journal:
        legs = [leg for leg in entry.legs if leg[0] == state]
        if not legs:
            continue
        event = book.events[entry.event]
        lines.append(
            {
                "date": event.date.isoformat(),
                "event": type(event).__name__,
                "id": event.id,
                "actor": event.actor,
                "basis": event.basis,
                "status": event.status,
                "source": event.source,
                "note": event.note,
                "postings": [
                    {"account": account, "measure": measure, "towards": towards, "amount": _native(measure, amount)}
                    for _, account, measure, towards, amount in legs
                ],
            }
        )
    if not lines:
        raise RefusedError("AMMR 57(1)", f"nothing is recorded of {state} in the pool of {report.year}")
    return lines


def _native(measure: str, amount: Any) -> int | str:
    return units_value(Fraction(amount)) if measure == "relocation" else euro_text(Fraction(amount) / 100)
