"""Unaccompanied minors (Article 25): for them no other criterion may be tested.

Dublin III (Article 8) and the proposal of 2016 (Article 10, from memory) have the same steps with other labels. Best
interests and the ability to care are findings of a person: they are read, never made.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from fairshare.law.citation import cites
from fairshare.law.responsibility.codes import NONE, Bool, Codes, Link, Masks, Rows, Standing, Whys, bit, only_state
from fairshare.law.responsibility.criteria.definitions import (
    FAMILY,
    FAMILY_2016,
    FAMILY_DUBLIN3,
    Family,
    Kin,
    adult_relatives,
    among,
    between,
    family_members,
    kin_of,
    legally_present,
    minor,
    spread,
    tied_in_time,
    unaccompanied_minor,
    union,
)
from fairshare.law.responsibility.days import known
from fairshare.law.responsibility.ladder import Scope, Verdict
from fairshare.law.responsibility.table import CaseTable
from fairshare.law.responsibility.trace import HUMAN, MET, NOT_MET, outcome_is, reason

_FLAGS: Final = ((), ("UAM_BIC_GAP",), ("LEGALLY_PRESENT",), ("UAM_BIC_GAP", "LEGALLY_PRESENT"))
_NOBODY, _NOT_THERE, _NOT_ABLE, _OPPOSED = range(4)
_NOTHING_FOUND: Final = (
    "no relative of the child is recorded",
    "nobody whom the child could join is legally present in a state that counts",
    "the relatives in other states have been found unable to take care of the child",
    "joining those who are legally present is against the best interests of the child",
)


def _flagged(rule: str, outcome: str, text: str) -> int:
    """The first of four reasons: plain, with one flag (1 on), with the other (2 on), with both (3 on)."""
    return min([reason(rule, outcome, text, flags=flags) for flags in _FLAGS])


def _alone(rule: str, outcome: str, text: str) -> int:
    """The first of sixteen reasons: the four of each way of finding nobody."""
    return min([_flagged(rule, outcome, f"{found}; {text}") for found in _NOTHING_FOUND])


@dataclass(frozen=True, slots=True)
class Words:
    """The reasons of a rule on minors. From ``family`` to ``can_care`` each is the first of four, then of sixteen."""

    unknown_age: int
    of_age: int
    accompanied: int
    family: int
    relative: int
    best: int
    choose: int
    can_care: int
    first: int
    ask: int
    stays: int
    passed_over: int
    ends: int


def _words(first: str, second: str, third: str, fourth: str, fifth: str, refusal: str = "") -> Words:
    several = "whom the child could join is in {3:number} states, {1:state} and {2:state} among them"
    stays = "it is against its best interests to go to another state, and {0:state} is where it is"
    nowhere = "{1:state}, which received the application, is against its best interests: where is it to be?"
    return Words(
        unknown_age=reason(first, NOT_MET, "not shown to be a minor, because no birth date is recorded"),
        of_age=reason(first, NOT_MET, "born on {4:day}: of age on the day that counts"),
        accompanied=reason(first, NOT_MET, "a minor, but accompanied by an adult who is responsible"),
        family=_flagged(second, MET, "a family member or sibling of the child is legally present in {0:state}"),
        relative=_flagged(
            third, MET, "a relative who is legally present in {0:state} has been found able to take care"
        ),
        best=_flagged(fourth, MET, f"family {several}: {{0:state}} is in the best interests of the child"),
        choose=_flagged(fourth, HUMAN, f"family {several}: which of them is in the best interests of the child?"),
        can_care=_flagged(third, HUMAN, "is the relative in {1:state} able to take care of the child?"),
        first=_alone(fifth, MET, "{0:state}, which received the application, is in the best interests of the child"),
        ask=_alone(fifth, HUMAN, "is it in the best interests of the child that {1:state} is responsible?"),
        stays=_alone(refusal, MET, stays) if refusal else _alone(fifth, HUMAN, nowhere),
        passed_over=_alone(fifth, NOT_MET, "{1:state} is passed over"),
        ends=_alone(fifth, NOT_MET, "the state of first registration is not used in this determination"),
    )


@dataclass(frozen=True, slots=True)
class _Company:
    """In which states somebody is whom the children could join; one place a child, ``could`` one a slot and child.

    ``family`` and ``able`` are the states that paragraphs (2) and (3) leave, ``unasked`` those of relatives of whom it
    has not been found whether they can care. ``circumstance`` says why there is none.
    """

    family: Masks
    able: Masks
    unasked: Masks
    could: Bool
    circumstance: Codes

    @property
    def states(self) -> Masks:
        """The states to which the children could go, or whose relatives have to be examined first."""
        found = self.family | self.able
        return np.where(found != 0, found, self.unasked)


@cites(
    "AMMR 25(1)", "AMMR 25(2)", "AMMR 25(3)", "AMMR 25(4)", "AMMR 25(5)", "AMMR 37(1)", "DUBLIN3 8",
    choices=("LEGALLY_PRESENT", "UAM_BIC_GAP"),
)  # fmt: skip
@dataclass(frozen=True, slots=True)
class MinorsRule:
    """The criteria for unaccompanied minors, in their order.

    ``last`` says whether the state of the first registration may be used where nobody is found, ``refusal`` whether the
    state where the child is becomes responsible if going there is against its best interests, and ``moves`` whether
    that state takes the place of the first if the child applied there too (MA, C-648/11).
    """

    words: Words
    family: Family
    last: bool = True
    refusal: bool = True
    moves: bool = False

    def __call__(self, table: CaseTable, scope: Scope) -> Verdict:
        """The state where the child is to be, or the question of care or of best interests that comes first."""
        others = np.where(known(table.birth_date), self.words.of_age, self.words.unknown_age).astype(np.int16)
        with_adult = table.accompanied == 1
        if with_adult.any():
            others[minor(table, scope) & with_adult] = self.words.accompanied
        rows = np.flatnonzero(unaccompanied_minor(table, scope))
        nobody = np.broadcast_to(np.int8(NONE), (table.rows,))
        answer = Verdict(nobody, others, (nobody,) * 4)
        if rows.size:
            answer = spread(self._of_children(table, scope, rows), rows, others)
        return replace(answer, figures=(*answer.figures, table.birth_date))

    def _of_children(self, table: CaseTable, scope: Scope, rows: Rows) -> Verdict:
        kin = kin_of(table, scope, rows)
        counts = scope.choices["LEGALLY_PRESENT"] == "applicant-counts"
        company = self._company(table, scope, kin, counts)
        flags = (company.circumstance == _OPPOSED).astype(np.int16)
        if (kin.relatives.status == Standing.APPLICANT).any():
            other = self._company(table, scope, kin, not counts)
            flags[other.states != company.states] += 2
        why, state, named = self._last(table, scope, kin, company)
        found = company.family | company.able
        asked = (found == 0) & (company.unasked != 0)
        state = np.where(asked, NONE, state)
        why = np.where(asked, self.words.can_care, why)
        named = np.where(asked, company.unasked, named)

        one, best = only_state(found), only_state(found & _favoured(table, kin))
        chosen = np.where(one != NONE, one, best)
        close = (bit(chosen) & company.family) != 0
        by_one = np.where(close, self.words.family, self.words.relative)
        by_many = np.where(best != NONE, self.words.best, self.words.choose)
        why = np.where(found != 0, np.where(one != NONE, by_one, by_many), why) + flags
        state = np.where(found != 0, chosen, state).astype(np.int8)
        named = np.where(found != 0, found, named)
        asks = outcome_is(why, HUMAN)
        return Verdict(
            state=state,
            why=why.astype(np.int16),
            figures=(state, *between(named)),
            options=np.where(asks, named, 0) if asks.any() else None,
            slot=_slot_of(kin, company, np.where(found != 0, chosen, NONE)),
            group="relatives",
            exclusive=np.ones(rows.size, np.bool_),
        )

    def _company(self, table: CaseTable, scope: Scope, kin: Kin, applicant_counts: bool) -> _Company:
        """Where family and relatives are, less the states and persons against whom the best interests speak.

        A married child has its family as others do where the spouse is legally present in a Member State; else father,
        mother, other responsible adult and siblings count.
        """
        relatives = kin.relatives
        present = legally_present(kin, applicant_counts)
        with_spouse = (present & (relatives.link == Link.SPOUSE)).any(axis=0)
        siblings = among(relatives.link, Link.SIBLING)
        household = among(relatives.link, Link.PARENT, Link.OTHER_RESPONSIBLE_ADULT) | siblings
        members = (family_members(kin, self.family) & tied_in_time(kin, self.family)) | siblings
        family = np.where(kin.married & ~with_spouse, household, members)
        elsewhere = adult_relatives(kin) & (relatives.state != scope.determining[kin.rows])

        here = present & ((bit(relatives.state) & kin.open) != 0)
        against = (bit(relatives.state) & table.interests_against[kin.rows]) != 0
        against = against | (relatives.best_interests == 0)
        opposed = here & against & (family | (elsewhere & (relatives.able_to_care != 0)))
        near = here & family & ~against
        may = here & elsewhere & ~against & ~family
        if scope.choices["UAM_BIC_GAP"] == "first-registration":
            may = may & ~((opposed & family).any(axis=0) & ~near.any(axis=0))
        unable = (here & elsewhere & (relatives.able_to_care == 0)).any(axis=0)
        recorded = relatives.filled.any(axis=0)
        circumstance = np.where(unable, _NOT_ABLE, np.where(recorded, _NOT_THERE, _NOBODY))
        able = may & (relatives.able_to_care == 1)
        return _Company(
            family=union(relatives.state, near),
            able=union(relatives.state, able),
            unasked=union(relatives.state, may & (relatives.able_to_care == NONE)),
            could=near | able,
            circumstance=np.where(opposed.any(axis=0), _OPPOSED, circumstance).astype(np.int8),
        )

    def _last(self, table: CaseTable, scope: Scope, kin: Kin, company: _Company) -> tuple[Whys, Codes, Masks]:
        """Reason, state and the state named where nobody is found: the first registration, if that is best.

        A finding that names that state goes before one that names none; one that names the state where the child is
        instead speaks against it.
        """
        rows = kin.rows
        first, at = scope.registered_in[rows], scope.present[rows]
        here = np.where(at == NONE, scope.determining[rows], at)
        if self.moves:
            first = np.where((table.registrations.state[:, rows] == here).any(axis=0), here, first)
        of, against, generally = table.interests_for[rows], table.interests_against[rows], table.best_interests[rows]
        named_for, named_against = (of & bit(first)) != 0, (against & bit(first)) != 0
        good = named_for | (~named_against & (generally == 1))
        instead = (of & bit(here)) != 0
        bad = ~good & (named_against | (generally == 0) | instead)

        words = self.words
        goes = np.where(bad & self.refusal, here, first)
        why = np.where(good, words.first, np.where(bad, words.stays, words.ask))
        why = np.where((bit(goes) & kin.open) != 0, why, words.passed_over)
        if not self.last:
            why = np.full(rows.size, words.ends)
        state = np.where(outcome_is(why, MET), goes, NONE)
        return (why + 4 * company.circumstance).astype(np.int16), state.astype(np.int8), bit(goes)


def _favoured(table: CaseTable, kin: Kin) -> Masks:
    """States that a finding names as in the best interests, itself or by a relative there."""
    return table.interests_for[kin.rows] | union(kin.relatives.state, kin.relatives.best_interests == 1)


def _slot_of(kin: Kin, company: _Company, chosen: Codes) -> Codes:
    """The slot of a relative in the chosen state; of several, one who is more than an applicant there."""
    if not kin.relatives.count:
        return np.full(chosen.shape, NONE, np.int8)
    there = company.could & (kin.relatives.state == chosen)
    slot = (there * (2 - (kin.relatives.status == Standing.APPLICANT))).argmax(axis=0)
    return np.where(chosen != NONE, slot, NONE).astype(np.int8)


_AMMR: Final = _words("AMMR 25(1)", "AMMR 25(2)", "AMMR 25(3)", "AMMR 25(4)", "AMMR 25(5)", "AMMR 37(1)")
minors: Final = MinorsRule(_AMMR, FAMILY)
"""Article 25 AMMR."""
minors_without_25_5: Final = MinorsRule(_AMMR, FAMILY, last=False)
"""Article 25(1) to (4): what Article 68(2) AMMR and Article 13(3) CFMR leave of it."""
minors_dublin3: Final = MinorsRule(
    _words("DUBLIN3 8", "DUBLIN3 8(1)", "DUBLIN3 8(2)", "DUBLIN3 8(3)", "DUBLIN3 8(4)"),
    FAMILY_DUBLIN3,
    refusal=False,
    moves=True,
)
"""Article 8 of Dublin III, with the judgment MA (C-648/11 [from memory])."""
minors_2016: Final = MinorsRule(
    _words("COM2016 10(1)", "COM2016 10(2)", "COM2016 10(3)", "COM2016 10(4)", "COM2016 10(5)"),
    FAMILY_2016,
    refusal=False,
)
"""Article 10 of the proposal of 2016: as Dublin III, but always the first application [from memory]."""
