"""Random events on a ledger: what is accepted adds up and overdraws nothing; what is refused changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from cycles import YEAR, event, pledge, prepared
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from fairshare.law.choices import CHOICES, Choices
from fairshare.law.outcome import RefusedError
from fairshare.ledger import Ledger, fold
from fairshare.ledger.events import Event
from fairshare.ledger.fold import check_balances
from fairshare.ledger.handlers.closing import due
from fairshare.ledger.postings import SOURCES, euro

STATES = st.sampled_from(["DE", "NL", "MT", "PL", "AT", "IT", "ES", "EL"])
BENEFITTING = st.sampled_from(["IT", "IT", "ES", "PL", "DE"])
PERSONS = st.integers(0, 60)
MONEY = st.sampled_from([0, 1, "0.01", 20_000, 100_000, "250000.50", 1_000_000])
ITEMS = st.sampled_from(["tents", "experts"])
AMOUNTS = st.dictionaries(st.sampled_from(["relocation", "financial", "alternative"]), PERSONS, max_size=2)
TOWARDS = {"state": STATES, "towards": BENEFITTING}

LATER: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "notice_received": {"state": BENEFITTING},
    "pressure_notified": {"state": STATES},
    "pressure_decided": {"state": STATES, "accepted": st.booleans(), "shortcomings": st.booleans()},
    "access_refused": {"state": STATES},
    "deduction_requested": {"state": STATES, "article": st.sampled_from(["61", "62"])},
    "deduction_decided": {"state": STATES, "article": st.sampled_from(["61", "62"]), "amounts": AMOUNTS},
    "shortcomings_recorded": {"state": BENEFITTING, "ended": st.booleans()},
    "shield_waived": TOWARDS,
    "draw_agreed": {
        "towards": BENEFITTING,
        "measure": st.sampled_from(["relocation", "relocation", "financial"]),
        "amount": PERSONS,
        "lots": st.permutations(["DE", "NL", "MT", "PL", "AT", "IT", "ES", "EL"]).map(tuple),
    },
    "implemented": TOWARDS | {"measure": st.sampled_from(["relocation", "alternative"]), "amount": PERSONS},
    "in_kind_requested": TOWARDS | {"item": ITEMS},
    "offset_agreed": TOWARDS | {"cases": PERSONS},
    "offset_taken": TOWARDS | {"cases": PERSONS, "paragraph": st.sampled_from(["63(2)", "63(3)", "63(4)", "63(5)"])},
    "catch_up_requested": TOWARDS | {"cases": PERSONS},
    "settled": {"state": STATES, "amount": MONEY},
    "funds_allocated": {"towards": BENEFITTING, "amount": MONEY},
    "remainder_added": {"amount": MONEY},
    "delivery_confirmed": {"state": STATES, "levels": AMOUNTS},
    "forum_held": {"reconvened": st.booleans()},
    "corrected": {"event_id": st.integers(5, 40).map("e{}".format)},
}
PLEDGES = st.builds(
    lambda state, measure, amount, item: pledge(
        state, measure, amount, **({"item": item} if measure == "alternative" else {})
    ),
    STATES,
    st.sampled_from(["relocation", "financial", "alternative"]),
    PERSONS,
    ITEMS,
)
READINGS = st.fixed_dictionaries(
    {
        name: st.sampled_from(sorted(CHOICES[name].options))
        for name in (
            "SHIELDED_PART",
            "PLACE_AFTER_FAILED_RELOCATION",
            "MANDATORY_OFFSET_AGAINST",
            "OFFSET_VALUE",
            "IN_KIND_ABOVE_PLEDGE",
            "SILENT_PRESSURE_STATE",
        )
    }
)


class Record(RuleBasedStateMachine):
    """A record that grows by random events, in the order of random days."""

    @initialize(pledges=st.lists(PLEDGES, max_size=12), readings=READINGS)
    def start(self, pledges: list[Event], readings: dict[str, str]) -> None:
        self.choices = Choices(readings)
        self.ledger = Ledger.of(prepared(), YEAR, self.choices)
        for entry in (
            *pledges,
            pledge("DE", "relocation", 60),
            pledge("NL", "relocation", 30),
            pledge("NL", "financial", 1_000_000),
            pledge("DE", "alternative", 500_000, item="boats"),
            event("notice_received", "01-01", state="IT"),
        ):
            self.offer(entry)
        self.day = date(YEAR, 1, 1)

    def offer(self, entry: Event) -> None:
        before, events = self.ledger, self.ledger.events
        copy = before.book.copy()
        try:
            self.ledger = before.append(replace(entry, id=f"e{len(events)}"))
        except RefusedError as refusal:
            assert refusal.cite.split()[0] in {"AMMR", "IR", "CFMR", "ledger"}
            assert self.ledger is before
        assert before.book == copy
        assert before.events == events

    def happens(self, kind: str, days: int, **given: Any) -> None:
        on = self.day + timedelta(days)
        self.offer(event(kind, on.isoformat(), **given))
        self.day = max(self.day, self.ledger.events[-1].date)

    @rule(data=st.data(), kind=st.sampled_from(sorted(LATER)), days=st.integers(0, 9))
    def anything(self, data: st.DataObject, kind: str, days: int) -> None:
        self.happens(kind, days, **{name: data.draw(value, name) for name, value in LATER[kind].items()})

    @rule(measure=st.sampled_from(["relocation", "financial"]), amount=st.integers(1, 30))
    def drawn(self, measure: str, amount: int) -> None:
        lots = tuple(sorted(self.ledger.book.pledges))
        self.happens("draw_agreed", 1, towards="IT", measure=measure, amount=amount, lots=lots)

    @rule(data=st.data(), kind=st.sampled_from(["relocation_accepted", "relocation_failed", "implemented", "offset"]))
    def what_is_committed(self, data: st.DataObject, kind: str) -> None:
        running = {"committed", "accepted", "carried_over"}
        places = [k for k, n in sorted(self.ledger.book.balances.items()) if k[1] in running and n]
        if not places:
            return
        state, account, measure, towards = data.draw(st.sampled_from(places), "place")
        number = data.draw(
            st.integers(1, int(self.ledger.book.balances[state, account, measure, towards]) + 1), "number"
        )
        if measure == "alternative":
            item = data.draw(ITEMS | st.just("boats"), "item")
            self.happens("in_kind_valued", 1, state=state, towards=towards, item=item, value=f"{number / 100:.2f}")
            self.happens("implemented", 1, state=state, towards=towards, measure=measure, item=item, amount="0.01")
        elif kind == "offset":
            self.happens("offset_taken", 1, state=state, towards=towards, cases=min(number, 99), paragraph="63(4)")
        elif kind == "implemented":
            self.happens(kind, 1, state=state, towards=towards, measure="relocation", amount=number)
        else:
            self.happens(kind, 1, state=state, towards=towards, persons=number)

    @rule(state=st.sampled_from(["DE", "NL"]))
    def boats_for_italy(self, state: str) -> None:
        self.happens("in_kind_requested", 1, state=state, towards="IT", item="boats")

    @precondition(lambda self: len(self.ledger.events) > 25)
    @rule(persons=st.integers(1, 30), part=st.sampled_from(["0.5", "1"]))
    def the_year_ends(self, persons: int, part: str) -> None:
        self.happens("year_closed", max(0, (date(YEAR, 12, 31) - self.day).days))
        for state in sorted(self.ledger.book.pledges):
            self.happens("catch_up_requested", 1, state=state, towards="IT", cases=persons)
            self.happens("offset_taken", 0, state=state, towards="IT", cases=persons, paragraph="63(5)")
            owed = due(self.ledger.book, state).amount * Fraction(part)
            self.happens("settled", 0, state=state, amount=f"{int(owed * 100) / 100:.2f}")

    @precondition(lambda self: hasattr(self, "ledger"))
    @invariant()
    def adds_up_and_overdraws_nothing(self) -> None:
        book = self.ledger.book
        check_balances(book)
        assert all(amount >= 0 for (_, account, _, _), amount in book.balances.items() if account not in SOURCES)
        for state, facts in book.pledges.items():
            accounts = ("open", "committed", "accepted", "carried_over")
            assert not facts or all(book.total(state, account, "relocation") >= 0 for account in accounts)

    @precondition(lambda self: hasattr(self, "ledger") and self.ledger.book.closed)
    @invariant()
    def money_due_is_what_the_ledger_holds(self) -> None:
        book = self.ledger.book
        for state in book.pledges:
            left = due(book, state).amount - euro(book.total(state, "settled", "financial"))
            held = sum(book.total(state, account, "financial") for account in ("open", "committed"))
            if book.role(state) in {"contributing", "refused_access"}:
                assert left == euro(held), state

    def teardown(self) -> None:
        if not hasattr(self, "ledger"):
            return
        events = self.ledger.events
        assert fold(events, YEAR, self.choices) == self.ledger.book
        for on in {entry.date for entry in events[len(prepared()) :]}:
            until = [entry for entry in events if entry.date <= on]
            assert fold(events, YEAR, self.choices, as_of=on) == fold(until, YEAR, self.choices)


Record.TestCase.settings = settings(
    max_examples=60, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
TestRecord = Record.TestCase
