"""Article 2, points (8) to (11): minor, unaccompanied, family member, relative; and who is legally present.

Everything is read on the day ``scope.day`` (Article 24(2)). Few applicants have relatives, so these tests look only at
the rows that have some (:class:`Kin`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np

from fairshare.law.citation import cites
from fairshare.law.responsibility.codes import (
    BOUND,
    NONE,
    Array,
    Bool,
    Codes,
    Days,
    Link,
    Masks,
    Rows,
    Standing,
    Whys,
    bit,
)
from fairshare.law.responsibility.days import known, months_on
from fairshare.law.responsibility.ladder import Scope, Verdict
from fairshare.law.responsibility.table import CaseTable, Relatives, columns

_YEARS_OF_MINORITY: Final = 18


@cites("AMMR 2(10)")
def last_birth_of_adults(day: Days) -> Days:
    """The last birth date with which a person is of age on each day; who was born later is a minor (Article 2(10)).

    A person is a minor until the day before the eighteenth birthday, which one born on 29 February has on 1 March of a
    common year. Someone without a birth date is not shown to be a minor: :data:`~.days.NO_DAY` is earlier than any day.
    """
    return months_on(day, -12 * _YEARS_OF_MINORITY)


@cites("AMMR 2(10)")
def minor(table: CaseTable, scope: Scope) -> Bool:
    """Applicants who are minors on the day that counts."""
    answer: Bool = table.birth_date > last_birth_of_adults(scope.day)
    return answer


@cites("AMMR 2(11)")
def unaccompanied_minor(table: CaseTable, scope: Scope) -> Bool:
    """Minors without an adult responsible for them; where nothing is recorded of such an adult, there is none."""
    answer: Bool = minor(table, scope) & (table.accompanied != 1)
    return answer


def among(codes: Codes, *words: IntEnum) -> Bool:
    """Where a code is one of the words."""
    chosen = np.zeros(16, np.bool_)  # the last place serves NONE = -1
    chosen[list(words)] = True
    answer: Bool = chosen[codes]
    return answer


@dataclass(frozen=True, slots=True)
class Kin:
    """The relatives of some of a table's rows: what is needed of them, and of the applicants, to test a tie.

    ``rows`` are the places in the table; every other array has one place for each of them. ``adults`` is the last birth
    date of adults (:func:`last_birth_of_adults`), ``open`` the states that a rule may designate.
    """

    rows: Rows
    relatives: Relatives
    day: Days
    adults: Days
    minor: Bool
    married: Bool
    open: Masks

    @property
    def unmarried_minor(self) -> Bool:
        """Applicants who are minors and not married."""
        return self.minor & ~self.married

    @property
    def young(self) -> Bool:
        """Relatives who are shown to be minors and are not recorded as married."""
        answer: Bool = (self.relatives.birth_date > self.adults) & (self.relatives.married != 1)
        return answer


def with_relatives(table: CaseTable) -> Rows:
    """The rows of which a relative is recorded."""
    return np.flatnonzero(table.relatives.filled.any(axis=0))


def _columns_of(column: Array, rows: Rows) -> Array:
    """The places of some rows; a column that is the same for every row stays without size (``np.take`` copies fast)."""
    if column.strides[1] == 0:
        return np.broadcast_to(column[:, :1], (column.shape[0], rows.size))
    return column if rows.size == column.shape[1] else np.take(column, rows, axis=1)


def kin_of(table: CaseTable, scope: Scope, rows: Rows) -> Kin:
    """The relatives of the applicants in ``rows``.

    One of whom it is not recorded whether they are married is married where a spouse is recorded.
    """
    group = table.relatives
    relatives = Relatives(**{name: _columns_of(getattr(group, name), rows) for name in columns(Relatives)})
    day = scope.day[rows]
    adults = last_birth_of_adults(day)
    married = table.married[rows]
    return Kin(
        rows=rows,
        relatives=relatives,
        day=day,
        adults=adults,
        minor=table.birth_date[rows] > adults,
        married=(married == 1) | ((married == NONE) & (relatives.link == Link.SPOUSE).any(axis=0)),
        open=BOUND & ~scope.barred[rows],
    )


@dataclass(frozen=True, slots=True)
class Family:
    """Who is a family member (Article 2(8) AMMR; 2(g) Dublin III; 4 of the Convention of 1990).

    ``tie`` is the column that tells whether the family existed in time, empty where that does not matter. ``wide``
    takes in stable partners and other adults responsible for a minor.
    """

    tie: str = "existed"
    wide: bool = True
    siblings: bool = False


FAMILY: Final = Family()
"""Article 2(8): the family existed before the applicant or the family member reached the Member States."""
FAMILY_DUBLIN3: Final = Family(tie="in_origin")
"""Article 2(g) of Dublin III: the family existed in the country of origin already."""
FAMILY_DUBLIN3_ANYWHERE: Final = Family(tie="")
"""Article 9 of Dublin III: regardless of whether the family was formed in the country of origin."""
FAMILY_2016: Final = Family(siblings=True)
"""The proposal of 2016: siblings too, and families formed in transit."""
FAMILY_1990: Final = Family(tie="", wide=False)
"""Article 4 of the Convention of 1990: spouse, unmarried minor child, parents of an unmarried minor."""


@cites("AMMR 2(8)")
def family_members(kin: Kin, family: Family) -> Bool:
    """Whether each relative is a family member, whenever the tie arose.

    Spouses and partners; children who are minors and not married; of an applicant who is a minor and not married also
    father, mother and another adult responsible. Where the applicant is that adult, the minor is the family member.
    """
    link = kin.relatives.link
    wide = family.wide
    ever = among(link, Link.SPOUSE, *((Link.PARTNER,) if wide else ()), *((Link.SIBLING,) if family.siblings else ()))
    down = among(link, Link.CHILD, *((Link.WARD,) if wide else ())) & kin.young
    up = among(link, Link.PARENT, *((Link.OTHER_RESPONSIBLE_ADULT,) if wide else ())) & kin.unmarried_minor
    return ever | down | up


@cites("AMMR 2(8)")
def tied_in_time(kin: Kin, family: Family) -> Bool:
    """Whether each tie existed when the definition asks for it."""
    if not family.tie:
        return kin.relatives.filled
    answer: Bool = getattr(kin.relatives, family.tie) == 1
    return answer


@cites("AMMR 2(9)")
def adult_relatives(kin: Kin) -> Bool:
    """Aunts, uncles and grandparents, unless they are shown to be minors themselves."""
    relatives = kin.relatives
    return among(relatives.link, Link.AUNT_UNCLE, Link.GRANDPARENT) & ~(relatives.birth_date > kin.adults)


def holding(kin: Kin) -> Bool:
    """Whether each relative has the status recorded, in a state that is bound, on the day that counts."""
    relatives = kin.relatives
    begun = relatives.since <= kin.day  # no date recorded: ever since
    going_on = ~known(relatives.until) | (relatives.until >= kin.day)
    answer: Bool = (bit(relatives.state) & BOUND != 0) & (relatives.status != NONE) & begun & going_on
    return answer


@cites("AMMR 25(2)", "AMMR 25(3)", choices=("LEGALLY_PRESENT",))
def legally_present(kin: Kin, applicant_counts: bool) -> Bool:
    """Whether each relative is legally present in a state: any right to be there is enough.

    That of an applicant is one, since the list of evidence names the applicant's document (Annex I(1) to Implementing
    Regulation (EU) 2025/2055); choice ``LEGALLY_PRESENT``.
    """
    return holding(kin) if applicant_counts else legally_resident(kin)


@cites("AMMR 34(1)")
def legally_resident(kin: Kin) -> Bool:
    """Whether each relative resides legally in a state; an applicant is present there, not resident."""
    answer: Bool = holding(kin) & (kin.relatives.status != Standing.APPLICANT)
    return answer


def union(states: Codes, where: Bool) -> Masks:
    """The states of the slots chosen, row by row."""
    answer: Masks = np.bitwise_or.reduce(bit(np.where(where, states, np.int8(NONE))), axis=0)
    return answer


def between(mask: Masks) -> tuple[Codes, Codes, Codes]:
    """Figures to name the states of each mask: the first, the last and how many they are."""
    first = np.frexp((mask & -mask).astype(np.float64))[1] - 1  # the exponent of 0 is 0: no state
    last = np.frexp(mask.astype(np.float64))[1] - 1
    return first.astype(np.int8), last.astype(np.int8), np.bitwise_count(mask).astype(np.int8)


def spread(part: Verdict, rows: Rows, others: Whys) -> Verdict:
    """The verdict on some ``rows`` as one on the whole table, where the other rows have the reasons ``others``."""
    count = others.shape[0]

    def whole(values: Array, nothing: int) -> Array:
        answer = np.full(count, nothing, values.dtype)
        answer[rows] = values
        return answer

    others[rows] = part.why
    return Verdict(
        state=whole(part.state, NONE),
        why=others,
        figures=tuple(whole(figure, NONE) for figure in part.figures),
        options=None if part.options is None else whole(part.options, 0),
        slot=None if part.slot is None else whole(part.slot, NONE),
        group=part.group,
        exclusive=None if part.exclusive is None else whole(part.exclusive, 0),
    )
