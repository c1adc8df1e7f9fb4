"""Short cycles for tests: a key with shares in whole parts of 1,000, and events that read like the lines of a file.

The pool year is 2027, so that every article applies from its first day. One unit is EUR 20,000; the reference number of
30,000 makes a state's fair share 30 units for each part of its weight.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import fields
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from fairshare.law.choices import Choices
from fairshare.law.outcome import RefusedError
from fairshare.ledger import Book, Ledger
from fairshare.ledger.events import Event
from fairshare.ledger.notation import EVENT_TYPES

YEAR = 2027
UNIT = 20_000
WEIGHTS = {
    "DE": 200, "FR": 150, "IT": 130, "ES": 100, "PL": 80, "NL": 50, "RO": 40, "BE": 30, "CZ": 25, "EL": 25, "PT": 25,
    "SE": 25, "AT": 20, "HU": 20, "BG": 15, "FI": 10, "IE": 10, "SK": 10, "HR": 8, "LT": 7, "LV": 5, "SI": 5, "EE": 4,
    "CY": 2, "LU": 2, "MT": 2,
}  # fmt: skip
"""Parts of 1,000; population and GDP are both in these proportions, so they are the shares."""

_EXACT = {
    "amount": Decimal,
    "financial": Decimal,
    "value": Decimal,
    "share": Fraction,
    "part": Fraction,
    "spent": Decimal,
}
_EXACT_VALUES = {
    "amounts": Decimal,
    "levels": Decimal,
    "parts": Decimal,
    "needs": Decimal,
    "population": Fraction,
    "gdp": Fraction,
}


def day(text: str) -> date:
    """A day of the pool year (``03-01``) or of any year (``2026-12-10``)."""
    return date.fromisoformat(text if len(text) > 5 else f"{YEAR}-{text}")


def event(kind: str, on: str, **given: Any) -> Event:
    """An event by its name in a file. Plain numbers become exact ones; who acted does not matter to the rules."""
    for name, exact in _EXACT.items():
        if given.get(name) is not None:
            given[name] = exact(given[name])
    for name, exact in _EXACT_VALUES.items():
        if name in given:
            given[name] = {key: exact(value) for key, value in given[name].items()}
    who: dict[str, Any] = {"actor": "test", "capacity": "coordinator", "basis": "test"}
    return EVENT_TYPES[kind](date=day(on), **who | given)


def key(on: str = "2026-10-15") -> Event:
    """The key of :data:`WEIGHTS`."""
    return event("key_frozen", on, population=WEIGHTS, gdp=WEIGHTS)


def act(on: str = "2026-12-10", relocations: int = 30_000, financial: int = 600_000_000, **more: Any) -> Event:
    """The Council act."""
    return event("act_adopted", on, relocations=relocations, financial=financial, **more)


def labels(**by_state: str) -> Event:
    """The Commission's decision, for example ``labels(IT="pressure", BG="at_risk significant_situation")``."""
    given = {state: tuple(text.split()) for state, text in by_state.items()}
    return event("determination_adopted", "2026-10-15", labels=given)


def proposal(on: str = "2026-10-15", relocations: int = 30_000, financial: int = 600_000_000, **more: Any) -> Event:
    """The Commission proposal."""
    return event("proposal_adopted", on, relocations=relocations, financial=financial, **more)


def forum(on: str = "2026-10-28", reconvened: bool = False) -> Event:
    """A meeting of the High-Level Forum; a reconvened one on the last ground of 13(4)."""
    return event("forum_held", on, reconvened=reconvened, ground="overall_situation" if reconvened else "")


def prepared(**by_state: str) -> list[Event]:
    """Everything up to the act. Unless told otherwise Italy, Spain and Greece are under pressure, Austria and Poland
    in a significant situation, Belgium at risk."""
    usual = dict.fromkeys(("IT", "ES", "EL"), "pressure") | dict.fromkeys(("AT", "PL"), "significant_situation")
    return [key(), labels(**usual | {"BE": "at_risk"} | by_state), proposal(), forum(), act()]


def pledge(state: str, measure: str, amount: Any, on: str = "2026-12-10", **more: Any) -> Event:
    """A pledge set out in the act, in persons or EUR."""
    return event("pledge_recorded", on, state=state, measure=measure, amount=amount, **more)


def notice(state: str, on: str = "01-10") -> Event:
    """A state tells that it will use the pool."""
    return event("notice_received", on, state=state)


def draw(towards: str, amount: Any, on: str = "02-01", measure: str = "relocation", **more: Any) -> Event:
    """One allocation to a benefitting state."""
    return event("draw_agreed", on, towards=towards, measure=measure, amount=amount, **more)


def ledger(events: Iterable[Event], **choices: str) -> Ledger:
    """The ledger of these events, with choices."""
    return Ledger.of(list(events), YEAR, Choices(choices))


def refused(before: Ledger | Iterable[Event], bad: Event, cite: str, why: str = "") -> RefusedError:
    """Check that the ledger refuses an event with the provision, and stays as it was in every part."""
    held = before if isinstance(before, Ledger) else ledger(before)
    copy = {field.name: deepcopy(getattr(held.book, field.name)) for field in fields(Book) if field.name != "choices"}
    with pytest.raises(RefusedError) as refusal:
        held.append(bad)
    assert refusal.value.cite == cite, str(refusal.value)
    assert why in refusal.value.reason, str(refusal.value)
    assert {name: getattr(held.book, name) for name in copy} == copy
    return refusal.value


def held(book: Book, state: str) -> dict[str, Any]:
    """What stands on a state's accounts: ``{"relocation committed IT": 29}``; money in EUR, zeros left out."""
    return {
        " ".join(filter(None, (measure, account, towards))): amount
        if measure == "relocation"
        else Fraction(amount) / 100
        for (of, account, measure, towards), amount in sorted(book.balances.items())
        if of == state and amount
    }


def texts(book: Book) -> list[str]:
    """The flags as ``cite: text``."""
    return [f"{flag.cite}: {flag.text}" for flag in book.flags]
