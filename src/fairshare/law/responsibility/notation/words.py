"""The words of a file as the numbers of a column: states, days, and what a link, a document or an event can be.

The tables are dictionaries that raise a fault in plain words for what they do not hold, so that a validator can look a
word up directly.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import IntEnum
from functools import cache, lru_cache
from reprlib import Repr
from typing import Any, Final

from pydantic_core import PydanticCustomError

from fairshare.law.citation import cites
from fairshare.law.responsibility.codes import STATE_CODE, Happened, Paper, PaperType, Set
from fairshare.law.responsibility.days import FIRST_DAY, LAST_DAY, as_date, day_number
from fairshare.states import state_code


class _Json(Repr):
    """Values in short, with the words of JSON for what Python calls otherwise."""

    def repr_NoneType(self, _value: None, _level: int) -> str:  # noqa: N802 - named by the type
        return "null"

    def repr_bool(self, value: bool, _level: int) -> str:
        return text_of(value)


_SHORT: Final = _Json()
_SHORT.maxstring = _SHORT.maxother = _SHORT.maxlong = 60
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NO_WORD: Final = re.compile(r"[^a-z]+")

WRONG: Final = "fairshare"
"""The type of the errors that say themselves what would have been right."""

A_DAY: Final = f"a day from {as_date(FIRST_DAY)} to {as_date(LAST_DAY)}, such as 2026-06-12"
A_STATE: Final = "one of the 31 states bound by Part III, or the United Kingdom, as a code such as DE or EL"


def shown(value: object) -> str:
    """Any value of a file as a fault shows it: short, and on one line."""
    return _SHORT.repr(value)


def wrong(problem: str, expected: str) -> PydanticCustomError:
    """The error of one value."""
    return PydanticCustomError(WRONG, "{problem}", {"problem": problem, "expected": expected})


class _Days(dict[str, int]):
    """The number of each day that was read, by its text."""

    def __missing__(self, text: str) -> int:
        if not _DAY.fullmatch(text):
            raise wrong(f"{shown(text)} is not a day", A_DAY)
        try:
            number = day_number(date.fromisoformat(text))
        except ValueError:
            raise wrong(f"{text} is not a day of the calendar", A_DAY) from None
        if not FIRST_DAY <= number <= LAST_DAY:
            raise wrong(f"{text} lies outside the years 1900 to 2100", A_DAY)
        self[text] = number
        return number


class _States(dict[str, int]):
    """The number of each state, by its code; other spellings are understood."""

    def __missing__(self, text: str) -> int:
        code = state_code(text)
        if code is None:
            raise wrong(f"{shown(text)} is not a known state", A_STATE)
        return STATE_CODE[code]


class _Words(dict[str, int]):
    """The number of each word of a list."""

    def __missing__(self, text: str) -> int:
        raise wrong(f"{shown(text)} is not allowed", "one of " + ", ".join(self))


DAYS: Final[Mapping[str, int]] = _Days()
STATE_NUMBERS: Final[Mapping[str, int]] = _States(STATE_CODE)


def words_of(kind: type[IntEnum]) -> list[str]:
    """The words of a list of codes, in the order of their numbers.

    >>> words_of(Paper)
    ['residence', 'visa']
    """
    return [_set_word(code.name) if kind is Set else code.name.lower() for code in kind]


def _set_word(name: str) -> str:
    if not name.startswith("A"):
        return name.lower()
    article, *paragraph = name[1:].split("_")
    return f"{article}({paragraph[0]})" if paragraph else article


@cache
def numbers(kind: type[IntEnum], left_out: tuple[IntEnum, ...] = ()) -> Mapping[str, int]:
    """The number of each word of a list; words ``left_out`` are not allowed in a file."""
    return _Words({word: code for word, code in zip(words_of(kind), kind, strict=True) if code not in left_out})


FROM_FINDINGS: Final = (Happened.HUMANITARIAN_DECISION, Happened.TRANSFER_AGAINST_BEST_INTERESTS)
"""Events that no file names: findings make them."""

_TYPES: Final[Mapping[Paper, Mapping[str, PaperType]]] = {
    Paper.RESIDENCE: {
        "temporary protection": PaperType.TEMPORARY_PROTECTION,
        "residence permit": PaperType.RESIDENCE_PERMIT,
        "residence": PaperType.RESIDENCE_PERMIT,
        "residence document": PaperType.RESIDENCE_PERMIT,
        "residence card": PaperType.RESIDENCE_PERMIT,
        "permit": PaperType.RESIDENCE_PERMIT,
        "resettlement": PaperType.ADMISSION,
        "resettled": PaperType.ADMISSION,
        "humanitarian admission": PaperType.ADMISSION,
    },
    Paper.VISA: {
        "short stay": PaperType.SHORT_STAY,
        "short": PaperType.SHORT_STAY,
        "schengen": PaperType.SHORT_STAY,
        "uniform": PaperType.SHORT_STAY,
        "transit": PaperType.SHORT_STAY,
        "c": PaperType.SHORT_STAY,
        "long stay": PaperType.LONG_STAY,
        "long": PaperType.LONG_STAY,
        "national": PaperType.LONG_STAY,
        "d": PaperType.LONG_STAY,
        "airport transit": PaperType.AIRPORT_TRANSIT,
        "airport": PaperType.AIRPORT_TRANSIT,
        "a": PaperType.AIRPORT_TRANSIT,
    },
}
_PROCEDURE: Final = frozenset(
    {"procedure", "procedural", "determination", "pending", "application", "applicant", "seeker"}
)
_ADDED: Final = frozenset({"visa", "type", "eu"})


@cites("AMMR 2(13)", "AMMR 2(14)")
@lru_cache(maxsize=1024)
def paper_type(kind: int, text: str) -> int:
    """The type of a document by the words of its record.

    A visa for transit is a short-stay visa, one for the transit area of an airport is not (Article 2(14)). A residence
    document whose words speak of the determination, the asylum procedure or a pending application is none (2(13)).

    >>> PaperType(paper_type(Paper.VISA, "Schengen visa (type C)")).name
    'SHORT_STAY'
    >>> PaperType(paper_type(Paper.RESIDENCE, "permit_for_asylum_procedure")).name
    'PROCEDURE'
    """
    words = _NO_WORD.sub(" ", text.casefold()).split()
    if kind == Paper.RESIDENCE and not _PROCEDURE.isdisjoint(words):
        return PaperType.PROCEDURE
    types = _TYPES[Paper(kind)]
    plain = [word for word in words if word not in _ADDED]
    found = {types[word] for word in (" ".join(plain), *plain) if word in types}
    return types.get(" ".join(plain), found.pop() if len(found) == 1 else PaperType.OTHER)


def whole_days(months: float, start: int | None) -> int:
    """Days of a stay of so many months: by the calendar from its first day, else by the mean length of a month.

    >>> whole_days(12, day_number(date(2027, 3, 1))), whole_days(12, None)
    (366, 365)
    """
    whole, part = divmod(months, 1)
    if start is None:
        return round(months * _MEAN_MONTH)
    first = as_date(start)
    year, month = divmod(first.year * 12 + first.month - 1 + int(whole), 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last_of_month = day_number(following) - day_number(date(year, month + 1, 1))
    end = day_number(date(year, month + 1, min(first.day, last_of_month)))
    return end - start + round(part * _MEAN_MONTH)


_MEAN_MONTH: Final = 30.4375


def text_of(value: Any) -> str:
    """A word of a choice: ``true`` and ``false`` as words."""
    return str(value).lower() if isinstance(value, bool) else str(value)
