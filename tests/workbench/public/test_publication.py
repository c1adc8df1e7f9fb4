"""No count of one to four persons can be computed from all that is published, by whatever way."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fairshare.ledger import Ledger
from fairshare.ledger.events import Event

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2] / "ledger"))
from attacker import Story, possible
from cycles import draw, event, forum, notice, pledge

Step = Callable[[Ledger, int], Event | None]


def always(one: Event) -> Step:
    """Happens whatever the count is, and is public."""
    return lambda held, count: one


def so_many(kind: str, on: str, field: str, more: int = 0, **given: Any) -> Step:
    """Happens to that many persons; to none it does not happen."""
    return lambda held, count: event(kind, on, **given, **{field: count + more}) if count + more else None


def left(held: Ledger, state: str, measure: str = "relocation") -> int:
    """What a state has yet to deliver."""
    return int(sum(held.book.total(state, account, measure) for account in ("open", "committed")))


def begun(pledged: int = 101, drawn: int = 61, state: str = "DE", *others: Event) -> list[Step]:
    """Germany pledges, Italy benefits, and a part is drawn. No number here is a multiple of 5: what is left over by
    rounding would help an outsider."""
    pledges = [pledge(state, "relocation", pledged), pledge("NL", "financial", 1_000_000), *others]
    steps = [*pledges, notice("IT", "01-04")]
    return list(map(always, steps + ([draw("IT", drawn, "01-05")] if drawn else [])))


DE_IT: dict[str, Any] = {"state": "DE", "towards": "IT"}
ACCEPTED = so_many("relocation_accepted", "01-11", "persons", **DE_IT)
DELIVERED = so_many("implemented", "01-20", "amount", measure="relocation", **DE_IT)
RELEASED = (
    always(event("pressure_notified", "02-09", state="DE")),
    always(event("pressure_decided", "02-10", state="DE", accepted=True)),
)
ASKED = always(event("deduction_requested", "02-05", state="AT", article="62"))
AT_IT: dict[str, Any] = {"state": "AT", "towards": "IT"}
GONE_FROM_AUSTRIA = so_many("implemented", "01-20", "amount", measure="relocation", **AT_IT)
OFFSET = (
    so_many("offset_agreed", "01-12", "cases", more=1, **DE_IT),
    so_many("offset_taken", "01-13", "cases", paragraph="63(2)", **DE_IT),
)


def deducted(amount: Callable[[Ledger], int]) -> Step:
    """The Council takes something off Austria's pledge."""
    return lambda held, count: event(
        "deduction_decided", "02-20", state="AT", article="62", amounts={"relocation": amount(held)}
    )


def after_the_year(*steps: Step) -> list[Step]:
    """Germany's year, closed and confirmed."""
    confirmed: Step = lambda held, count: event(  # noqa: E731
        "delivery_confirmed", "2028-01-20", state="DE",
        levels={"relocation": int(held.book.total("DE", "implemented", "relocation"))},
    )  # fmt: skip
    return [*begun(), *steps, always(event("year_closed", "2027-12-31")), confirmed]


STORIES: dict[str, Story] = {
    "accepted": [*begun(), ACCEPTED],
    "delivered": [*begun(), ACCEPTED, DELIVERED],
    "accepted and failed": [*begun(), ACCEPTED, so_many("relocation_failed", "01-25", "persons", **DE_IT)],
    "released after it": [*begun(), DELIVERED, *RELEASED],
    "released, all delivered": [*begun(4, 4), DELIVERED, *RELEASED],
    "released and refused": [
        *begun(), DELIVERED, *RELEASED, always(event("access_refused", "02-15", state="DE")),
    ],
    "deducted in full": [*begun(state="AT"), GONE_FROM_AUSTRIA, ASKED, deducted(lambda held: left(held, "AT"))],
    "deducted in part": [*begun(state="AT"), GONE_FROM_AUSTRIA, ASKED, deducted(lambda held: 52)],
    "a small pledge": [*begun(4, 4), DELIVERED],
    "offset": [*begun(3_001), *OFFSET],
    "offset, then all that is left is drawn": [
        *begun(3_001, 0), *OFFSET, lambda held, count: draw("IT", left(held, "DE"), "02-01"),
    ],
    "offset, then all that is left of two states is drawn": [
        *begun(3_001, 0, "DE", pledge("FR", "relocation", 53)), *OFFSET,
        lambda held, count: draw("IT", left(held, "DE") + 53, "02-01"),
    ],
    "offset, then a draw that was wrong": [
        *begun(3_001, 0), *OFFSET, lambda held, count: replace(draw("IT", left(held, "DE"), "02-01"), id="wrong"),
        always(event("corrected", "02-02", event_id="wrong")), always(draw("IT", 61, "02-03")),
    ],
    "delivered by mistake": [
        *begun(), lambda held, count: (count and replace(DELIVERED(held, count), id="wrong")) or None,
        lambda held, count: event("corrected", "02-02", event_id="wrong") if count else None,
    ],
    "offset in answer to a request": [
        *begun(15_001, 0),
        so_many("offset_requested", "01-10", "cases", more=1, **DE_IT),
        so_many("offset_answered", "01-15", "cases", **DE_IT),
    ],
    "offset of money, then the rest is paid": [
        *begun(), always(forum("01-10", reconvened=True)), lambda held, count: event(
            "offset_taken", "02-01", state="NL", towards="IT", paragraph="63(3)", cases=count
        ) if count else None,
        always(event("year_closed", "2027-12-31")),
        lambda held, count: event("settled", "2028-03-01", state="NL", amount=left(held, "NL", "financial") / 100),
    ],
    "shortcomings after it": [
        *begun(), DELIVERED, always(event("shortcomings_recorded", "02-10", state="IT")),
    ],
    "grown by a few": [
        *begun(), always(event("implemented", "01-20", measure="relocation", amount=12, **DE_IT)),
        so_many("implemented", "02-20", "amount", measure="relocation", **DE_IT),
    ],
    "confirmed in January": after_the_year(DELIVERED),
    "carried over": after_the_year(so_many("relocation_accepted", "12-11", "persons", **DE_IT)),
    "caught up": [
        *after_the_year(DELIVERED),
        lambda held, count: event("catch_up_requested", "2028-02-01", cases=left(held, "DE"), **DE_IT),
        lambda held, count: event("offset_taken", "2028-02-10", cases=left(held, "DE"), paragraph="63(5)", **DE_IT),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", STORIES)
def test_an_outsider_cannot_tell_a_few_persons_from_others(name: str) -> None:
    held_possible = possible(STORIES[name])
    assert all(len(held_possible[count]) > 1 for count in range(1, 5)), held_possible


@pytest.mark.parametrize("name", ["shortcomings after it", "accepted and failed"])
def test_with_the_other_readings_neither(name: str) -> None:
    other = {"SHIELDED_PART": "lapses", "PLACE_AFTER_FAILED_RELOCATION": "consumed"}
    held_possible = possible(STORIES[name], **other)
    assert all(len(held_possible[count]) > 1 for count in range(1, 5)), held_possible
