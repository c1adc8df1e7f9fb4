"""Family members who reside in a state (Article 26), or whose own application is open there (Article 27).

Dublin III (Articles 9 and 10), the Convention of 1990 (Article 4) and the proposal of 2016 (Articles 11 and 12, from
memory) ask the same questions of other families and with other labels.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from fairshare.law.choices import Choices
from fairshare.law.citation import cites
from fairshare.law.responsibility.codes import (
    NONE,
    Array,
    Bool,
    Codes,
    Link,
    Standing,
    Whys,
    bit,
    only_state,
    states_mask,
)
from fairshare.law.responsibility.criteria.definitions import (
    FAMILY,
    FAMILY_1990,
    FAMILY_2016,
    FAMILY_DUBLIN3,
    FAMILY_DUBLIN3_ANYWHERE,
    Family,
    Kin,
    among,
    between,
    family_members,
    holding,
    kin_of,
    spread,
    tied_in_time,
    union,
    with_relatives,
)
from fairshare.law.responsibility.days import NO_DAY, known
from fairshare.law.responsibility.ladder import Scope, Verdict, unmet
from fairshare.law.responsibility.table import CaseTable
from fairshare.law.responsibility.trace import HUMAN, MET, NOT_MET, reason

WITHOUT_2003_109: Final = states_mask(frozenset({"DK", "IE", "IS", "NO", "CH", "LI"}))
"""States bound by Part III in which Directive 2003/109/EC on long-term residents does not apply (Article 26(1))."""


@dataclass(frozen=True, slots=True)
class Standings:
    """By what each relative could make a state responsible.

    ``holds`` tells whether there is the standing asked for, ``state`` the state, ``met`` the reason should it decide,
    ``contested`` where that rests on a contested reading, ``apart`` whether another procedure leaves the relative out.
    """

    holds: Bool
    state: Codes
    met: Whys
    contested: Bool
    apart: Bool


@dataclass(frozen=True, slots=True)
class Words:
    """The reasons of a family rule that is not met, by how far the nearest relative came; and what else it can say."""

    misses: tuple[int, ...]
    no_birth_date: int
    several: int


def _words(rule: str, standing: str, tie: str) -> Words:
    misses = (
        reason(rule, NOT_MET, "no relative is recorded"),
        reason(rule, NOT_MET, "none of the relatives recorded is a family member"),
        reason(rule, NOT_MET, f"no family member {standing}"),
        reason(rule, NOT_MET, f"the tie to the family member in {{0:state}} did not exist {tie}"),
        reason(
            rule,
            NOT_MET,
            "the family member was registered together with the applicant: the family procedure decides for both",
            flags=("JOINED_27",),
        ),
        reason(rule, NOT_MET, "the applicant has not put in writing the wish to join the family member in {0:state}"),
        reason(rule, NOT_MET, "the family member in {0:state} has not put the wish in writing"),
        reason(rule, NOT_MET, "a family member is in {0:state}, which is passed over"),
    )
    unknown = "it is not shown that the child is a minor, because no birth date is recorded: no family member"
    several = "family members are in {2:number} states, {0:state} and {1:state} among them: which is to be joined?"
    return Words(misses, reason(rule, NOT_MET, unknown), reason(rule, HUMAN, several))


@cites(
    "AMMR 26(1)", "AMMR 26(2)", "AMMR 26(3)", "AMMR 27", "DUBLIN3 9", "DUBLIN3 10", "CONVENTION1990 4",
    choices=("MS26_2", "JOINED_27"),
)  # fmt: skip
@dataclass(frozen=True, slots=True)
class FamilyRule:
    """A state in which a family member has a certain standing, if both have put the wish in writing.

    ``born_later`` takes children born after the arrival of the family member out of the test of the tie.
    """

    family: Family
    standing: Callable[[Kin, Choices], Standings]
    words: Words
    born_later: bool = False

    def __call__(self, table: CaseTable, scope: Scope) -> Verdict:
        """The state of the family member; where there are several states, a person must choose."""
        rows = with_relatives(table)
        if not rows.size:
            return unmet(table.rows, self.words.misses[0])
        kin = kin_of(table, scope, rows)
        standings = self.standing(kin, scope.choices)
        came = self._came(kin, standings)
        met = came == len(self.words.misses)
        states = union(standings.state, met)
        state = only_state(states)
        slot = (met * (2 - standings.contested)).argmax(axis=0)  # of two for one state, the one beyond dispute
        slot = np.where(states != 0, slot, came.argmax(axis=0))
        place = np.arange(rows.size)
        why = np.where(state != NONE, standings.met[slot, place], self.words.several)
        why = np.where(states == 0, self._missed(kin, came.max(axis=0)), why)
        first, last, number = between(states)
        figures: tuple[Array, ...] = (np.where(states == 0, standings.state[slot, place], first), last, number)
        undecided = (state == NONE) & (states != 0)
        answer = Verdict(
            state=state,
            why=why.astype(np.int16),
            figures=figures,
            options=np.where(undecided, states, 0) if undecided.any() else None,
            slot=np.where(state != NONE, slot, NONE).astype(np.int8),
            group="relatives",
        )
        return spread(answer, rows, np.full(table.rows, self.words.misses[0], np.int16))

    def _came(self, kin: Kin, standings: Standings) -> Codes:
        """How many of the tests, in their order, each relative passes."""
        relatives = kin.relatives
        tied = tied_in_time(kin, self.family)
        if self.born_later:
            tied = tied | born_after_arrival(kin)
        passed = relatives.filled
        came = passed.astype(np.int8)
        for test in (
            family_members(kin, self.family),
            standings.holds,
            tied,
            standings.apart,
            relatives.applicant_wrote == 1,
            relatives.relative_wrote == 1,
            (bit(standings.state) & kin.open) != 0,
        ):
            passed = passed & test
            came += passed
        return came

    def _missed(self, kin: Kin, came: Codes) -> Whys:
        """The reason of each row in which no relative passes every test."""
        missed = np.array((*self.words.misses, NONE), np.int16)[came]
        link, birth = kin.relatives.link, kin.relatives.birth_date
        child = among(link, Link.CHILD, Link.WARD) & (kin.relatives.married != 1) & (birth == NO_DAY)
        unknown = child.any(axis=0) & (came == 1)
        return np.where(unknown, self.words.no_birth_date, missed).astype(np.int16)


@cites("AMMR 26(3)")
def born_after_arrival(kin: Kin) -> Bool:
    """Children born after the family member reached the Member States: the applicant, or the applicant's child."""
    answer: Bool = among(kin.relatives.link, Link.PARENT, Link.CHILD) & (kin.relatives.existed == 0)
    return answer


_PROTECTED: Final = reason("AMMR 26(1)", MET, "a family member has international protection in {0:state}, both wish it")
_SETTLED: Final = reason("AMMR 26(1)", MET, "a family member is a long-term resident in {0:state}, and both wish it")
_CITIZEN: Final = reason(
    "AMMR 26(2)", MET, "a family member once had protection and is now a citizen of {0:state}, and both wish it"
)
_CITIZEN_ELSEWHERE: Final = reason(
    "AMMR 26(2)",
    MET,
    "a family member once had protection and is now a citizen of a Member State; {0:state} is taken to be the state "
    "meant, and both wish it",
    flags=("MS26_2",),
)
_BORN_LATER: Final = reason(
    "AMMR 26(3)", MET, "a child was born after the family member in {0:state} arrived, and both wish to be together"
)
_BORN_LATER_ELSEWHERE: Final = reason(
    "AMMR 26(3)",
    MET,
    "a child was born after the family member, now a citizen of a Member State, arrived; {0:state} is taken to be the "
    "state meant, and both wish to be together",
    flags=("MS26_2",),
)

_MET_BY_STATUS: Final = np.full(len(Standing) + 1, _PROTECTED, np.int16)  # the last place serves NONE = -1
_MET_BY_STATUS[[Standing.EU_LONG_TERM_RESIDENT, Standing.NATIONAL_LONG_TERM_RESIDENT]] = _SETTLED
_MET_BY_STATUS[Standing.FORMER_BENEFICIARY_NOW_CITIZEN] = _CITIZEN


@cites("AMMR 26(1)", "AMMR 26(2)", choices=("MS26_2",))
def residing(kin: Kin, choices: Choices) -> Standings:
    """Beneficiaries, long-term residents, and beneficiaries of the past who are now citizens of a Member State.

    A national long-term permit counts only where Directive 2003/109/EC does not apply. Of a citizen whose state of
    citizenship is not recorded, the state of residence is all that is known.
    """
    relatives = kin.relatives
    status, lives_in, citizen_of = relatives.status, relatives.state, relatives.citizen_of
    there = holding(kin)
    national = (status == Standing.NATIONAL_LONG_TERM_RESIDENT) & (bit(lives_in) & WITHOUT_2003_109 != 0)
    settled = (status == Standing.EU_LONG_TERM_RESIDENT) | national
    citizen = status == Standing.FORMER_BENEFICIARY_NOW_CITIZEN
    elsewhere = citizen & (citizen_of != NONE) & (citizen_of != lives_in)
    met = _MET_BY_STATUS[status]
    late = born_after_arrival(kin)
    if elsewhere.any() or late.any():  # hardly ever
        met = np.where(elsewhere, _CITIZEN_ELSEWHERE, met)
        met = np.where(late, np.where(elsewhere, _BORN_LATER_ELSEWHERE, _BORN_LATER), met)
    return Standings(
        holds=there & ((status == Standing.BENEFICIARY) | settled | citizen),
        state=np.where(elsewhere, citizen_of, lives_in) if choices["MS26_2"] == "citizenship" else lives_in,
        met=met,
        contested=elsewhere,
        apart=relatives.filled,
    )


@dataclass(frozen=True, slots=True)
class Protected:
    """Family members who have protection; ``met`` is the reason."""

    met: int

    def __call__(self, kin: Kin, choices: Choices) -> Standings:
        """Beneficiaries of international protection, or recognised refugees, in the state where they are that."""
        relatives = kin.relatives
        return Standings(
            holds=holding(kin) & (relatives.status == Standing.BENEFICIARY),
            state=relatives.state,
            met=np.full(relatives.link.shape, self.met, np.int16),
            contested=np.zeros(relatives.link.shape, np.bool_),
            apart=relatives.filled,
        )


@cites("AMMR 27", choices=("JOINED_27",))
@dataclass(frozen=True, slots=True)
class Applying:
    """Family members whose application is open; ``joined`` is the reason where the reading of ``JOINED_27`` decides."""

    met: int
    joined: int

    def __call__(self, kin: Kin, choices: Choices) -> Standings:
        """Applicants without a first decision on substance by the day that counts.

        Persons who were registered together are for the family procedure (Article 28; choice ``JOINED_27``).
        """
        relatives = kin.relatives
        undecided = ~known(relatives.first_decision) | (relatives.first_decision > kin.day)
        together = relatives.joined == 1
        return Standings(
            holds=holding(kin) & (relatives.status == Standing.APPLICANT) & undecided,
            state=relatives.state,
            met=np.where(together, np.int16(self.joined), np.int16(self.met)),
            contested=together,
            apart=~together if choices["JOINED_27"] == "article-28" else relatives.filled,
        )


_BEFORE_ARRIVAL: Final = "before one of the two reached the Member States"
_IN_ORIGIN: Final = "in the country of origin"
_RESIDES: Final = (
    "has international protection or a long-term permit that counts in a Member State, or had protection and is now a "
    "citizen"
)
_HAS_PROTECTION: Final = "has international protection in a Member State"
_APPLIES: Final = "has an application in a Member State on which no first decision on the substance has been taken"


def _protected(rule: str, protection: str = "international protection") -> Protected:
    return Protected(reason(rule, MET, f"a family member has {protection} in {{0:state}}, and both wish it"))


def _applying(rule: str) -> Applying:
    text = "a family member's application is open in {0:state} without a first decision, and both wish it"
    return Applying(reason(rule, MET, text), reason(rule, MET, text, flags=("JOINED_27",)))


family_beneficiary: Final = FamilyRule(FAMILY, residing, _words("AMMR 26(1)", _RESIDES, _BEFORE_ARRIVAL), True)
"""Article 26 AMMR."""
family_applicant: Final = FamilyRule(FAMILY, _applying("AMMR 27"), _words("AMMR 27", _APPLIES, _BEFORE_ARRIVAL))
"""Article 27 AMMR."""
family_beneficiary_dublin3: Final = FamilyRule(
    FAMILY_DUBLIN3_ANYWHERE, _protected("DUBLIN3 9"), _words("DUBLIN3 9", _HAS_PROTECTION, _IN_ORIGIN)
)
"""Article 9 of Dublin III."""
family_applicant_dublin3: Final = FamilyRule(
    FAMILY_DUBLIN3, _applying("DUBLIN3 10"), _words("DUBLIN3 10", _APPLIES, _IN_ORIGIN)
)
"""Article 10 of Dublin III."""
family_refugee_1990: Final = FamilyRule(
    FAMILY_1990,
    _protected("CONVENTION1990 4", "refugee status"),
    _words("CONVENTION1990 4", "is a recognised refugee in a Member State", _IN_ORIGIN),
)
"""Article 4 of the Convention of 1990."""
family_beneficiary_2016: Final = FamilyRule(
    FAMILY_2016, _protected("COM2016 11"), _words("COM2016 11", _HAS_PROTECTION, _BEFORE_ARRIVAL)
)
"""Article 11 of the proposal of 2016 [number from memory]."""
family_applicant_2016: Final = FamilyRule(
    FAMILY_2016, _applying("COM2016 12"), _words("COM2016 12", _APPLIES, _BEFORE_ARRIVAL)
)
"""Article 12 of the proposal of 2016 [number from memory]."""
