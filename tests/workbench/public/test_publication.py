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


FORUM = always(forum("01-10", reconvened=True))
CLOSED = always(event("year_closed", "2027-12-31"))


def set_off(state: str, on: str = "02-01", towards: str = "IT") -> Step:
    """Mandatory offsets, which take what is left of the pledge."""
    return so_many("offset_taken", on, "cases", state=state, towards=towards, paragraph="63(3)")


def paid(held: Ledger, count: int) -> Event:
    """The Netherlands pays all that it owes."""
    return event("settled", "2028-03-01", state="NL", amount=left(held, "NL", "financial") / 100)


def in_kind(pledged: int = 1_000_000) -> list[Step]:
    """Sweden pledges measures in kind, and the Forum has met again."""
    return [*begun(61, 61, "DE", pledge("SE", "alternative", pledged, item="beds")), FORUM]


SE_IT: dict[str, Any] = {"state": "SE", "towards": "IT", "item": "beds"}
REQUESTED = always(event("in_kind_requested", "02-05", **SE_IT))


def valued(value: int) -> Step:
    """Both states agree on what the measure is worth."""
    return always(event("in_kind_valued", "02-08", value=value, **SE_IT))


def valued_as_left(held: Ledger, count: int) -> Event:
    """Both states agree on all that offsets have left of the measure."""
    return event("in_kind_valued", "02-08", value=left(held, "SE", "alternative") / 100, **SE_IT)


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
    "offset of money, then all that was paid is allocated": [
        *begun(), FORUM, set_off("NL"), CLOSED, paid, lambda held, count: event(
            "funds_allocated", "2028-04-01", towards="IT", amount=held.book.total("NL", "settled", "financial") / 100
        ),
    ],
    "offset of money, then what was paid is confirmed": [
        *begun(), FORUM, set_off("NL"), CLOSED, lambda held, count: event(
            "delivery_confirmed", "2028-01-20", state="NL",
            levels={"financial": left(held, "NL", "financial") / 100},
        ),
    ],
    "offset of a measure in kind, then what is left is requested and valued": [
        *in_kind(), set_off("SE"), REQUESTED, valued_as_left,
    ],
    "a measure in kind that is requested, then offset, then valued at what is left": [
        *in_kind(), REQUESTED, set_off("SE", "02-06"), valued_as_left,
    ],
    "offset of a measure in kind, then its value is confirmed": [
        *in_kind(), REQUESTED, set_off("SE", "02-06"), CLOSED, lambda held, count: event(
            "delivery_confirmed", "2028-01-20", state="SE",
            levels={"alternative": held.book.total("SE", "committed", "alternative") / 100},
        ),
    ],
    "offset of a measure in kind that nobody asks for": [*in_kind(), set_off("SE"), CLOSED],
    "offset of a measure in kind that is asked for": [*in_kind(), set_off("SE"), REQUESTED],
    "offset of a measure in kind, valued above": [*in_kind(), set_off("SE"), REQUESTED, valued(1_200_000), CLOSED],
    "offset of a measure in kind, valued below": [*in_kind(), set_off("SE"), REQUESTED, valued(500_000), CLOSED],
    "offset of a measure in kind after it was valued": [
        *in_kind(), REQUESTED, valued(1_000_000), set_off("SE", "02-11"), CLOSED,
    ],
    "offset of a measure in kind, then all that is left is delivered": [
        *in_kind(), REQUESTED, valued(1_000_000), set_off("SE", "02-11"), lambda held, count: event(
            "implemented", "03-01", measure="alternative", amount=left(held, "SE", "alternative") / 100, **SE_IT
        ), CLOSED,
    ],
    "offset of the smallest pledge in a draw": [
        *begun(9, 0, "DE", pledge("FR", "relocation", 3_000), pledge("SE", "relocation", 3_000)),
        FORUM, set_off("DE"), always(draw("IT", 5_990, "02-02", lots=("FR", "SE"))),
    ],
    "offset of the smallest pledge in a draw of money": [
        *map(always, (
            pledge("NL", "financial", 180_000), pledge("FR", "financial", 60_000_000),
            pledge("SE", "financial", 60_000_000), notice("IT", "01-04"), forum("01-10", reconvened=True),
        )),
        set_off("NL"), always(draw("IT", 119_980_000, "02-02", "financial", lots=("FR", "SE"))),
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
