"""The family procedure (Article 28) and those who follow (Article 36(2)): one state for a family registered together.

Only rows of cases with more than one member are looked at; a table of single persons costs one comparison a row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from fairshare.law.citation import cites
from fairshare.law.responsibility.codes import (
    NONE,
    Array,
    Bool,
    Codes,
    Days,
    Member,
    Rows,
    Whys,
    bit,
    only_state,
)
from fairshare.law.responsibility.days import FOREVER, NO_DAY
from fairshare.law.responsibility.ladder import Designation, is_barred
from fairshare.law.responsibility.regimes import Regime, first_state
from fairshare.law.responsibility.table import CaseTable, take
from fairshare.law.responsibility.trace import HUMAN, MET, NOT_MET, REASONS, Step, reason


@dataclass(frozen=True, slots=True)
class _Words:
    """The reasons of one act. Their places: state, number of members for it, number of all, birth date."""

    agree: int
    largest: int
    tie: int
    oldest: int
    oldest_unknown: int
    risk: int
    waiting: int
    follows: int
    born_later: int
    interests: int
    apart: int
    follower_waits: int


def _words(act: str, article: str, follow: str) -> _Words:
    family, minor = f"{act} {article}", f"{act} {follow}"
    return _Words(
        agree=reason(family, NOT_MET, "the criteria keep the family together: {0:state} for all {2:number}"),
        largest=reason(
            f"{family}(a)",
            MET,
            "the criteria would separate the family: {0:state} is responsible for the largest number, {1:number} of "
            "{2:number}",
        ),
        tie=reason(
            f"{family}(a)",
            NOT_MET,
            "the criteria would separate the family of {2:number}, and no state is responsible for more of them than "
            "every other",
        ),
        oldest=reason(f"{family}(b)", MET, "{0:state} is responsible for the oldest of them, born on {3:day}"),
        oldest_unknown=reason(
            f"{family}(b)",
            HUMAN,
            "different states are responsible for equal numbers of the family: who of them is the oldest?",
        ),
        risk=reason(
            family,
            HUMAN,
            "the family would come to {0:state}, where a member of it faces a real risk: in which state is it to be "
            "kept together?",
        ),
        waiting=reason(
            family, HUMAN, "what is decided on the member of the family on whom a person has to decide first?"
        ),
        follows=reason(minor, MET, "a minor who accompanies the applicant goes where the applicant goes: {0:state}"),
        born_later=reason(
            minor,
            MET,
            "a child born after the arrival goes where the applicant goes, without a new procedure: {0:state}",
        ),
        interests=reason(
            minor,
            HUMAN,
            "to go to {0:state} with the applicant is against the best interests of the child: which state is to be "
            "responsible?",
        ),
        apart=reason(
            minor,
            NOT_MET,
            "going to {0:state} with the family is against the best interests of the child: its own criteria decide",
        ),
        follower_waits=reason(
            minor,
            HUMAN,
            "which state is responsible for those whom the child goes with? A person has to decide that first",
        ),
    )


_WORDS: Final[Mapping[str, _Words]] = {
    "AMMR": _words("AMMR", "28", "36(2)"),
    "DUBLIN3": _words("DUBLIN3", "11", "20(3)"),  # 20(3) from memory
    "COM2016": _words("COM2016", "13", "21(3)"),  # both from memory
}
"""The Convention of 1990 keeps no family together that applies together."""

_SECURITY: Final = "AMMR 16(4)"
_STATE_BITS: Final = 6
"""Bits that hold a state beside the number of its family."""


@cites("AMMR 28", "AMMR 36(2)", "DUBLIN3 11", "DUBLIN3 20(3)", "COM2016 13")
def family_procedure(table: CaseTable, case: Days, designation: Designation, regime: Regime) -> Designation:
    """Join the results of the members of each case; ``case`` tells which rows are one, and they are adjacent.

    Members who registered in different states are not joined; whether it was close in time is for those who name the
    group to say. Where the members' states differ, the state responsible for the largest number decides (a), else that
    of the oldest among those who are in the tie (b). Where a person has to decide for one member, nothing is known for
    the others either. A minor who follows and a child born later take the state of the family, unless that is against
    the best interests of the child. A member under Article 16(4) stays where the threat was found and does not count.
    """
    if regime.act not in _WORDS:
        return designation
    same = case[1:] == case[:-1]
    if not same.any():
        return designation
    several = np.zeros(table.rows, np.bool_)
    several[1:] = same
    several[:-1] |= same
    work = _Work(np.flatnonzero(several), table, case, designation, _WORDS[regime.act])
    work.join()
    work.follow()
    return work.result(designation)


class _Work:
    """The rows of families while they are joined. Arrays named ``of_...`` have one place a family."""

    def __init__(self, rows: Rows, table: CaseTable, case: Days, designation: Designation, words: _Words) -> None:
        self.rows, self.words, self.table = rows, words, take(table, rows)
        self.registered = self.table.member == Member.REGISTERED
        self.family = self._families(case[rows])
        self.number = int(self.family.max()) + 1
        self.state, self.why = designation.state[rows], designation.why[rows]
        self.human, self.options = designation.human[rows], designation.options[rows]
        guarded = np.array([r.rule == _SECURITY for r in REASONS] + [False], dtype=np.bool_)  # the last: SILENT = -1
        self.counts = self.registered & ~guarded[self.why]
        self.of_choice = np.zeros(self.number, np.int64)
        np.bitwise_or.at(self.of_choice, self.family[self.counts], (bit(self.state) | self.options)[self.counts])
        self.of_state = np.full(self.number, NONE, np.int8)
        self.steps: list[Step] = []

    def _families(self, case: Days) -> Rows:
        """The family of each row: those of a case who registered in the same state, and who follow the first of it."""
        cases = np.cumsum(np.concatenate(([0], np.diff(case) != 0)))
        state = first_state(self.table)
        registered = np.flatnonzero(self.registered)[::-1]
        of_first = np.full(int(cases[-1]) + 1, NONE, np.int8)
        of_first[cases[registered]] = state[registered]
        place = np.where(self.registered, state, of_first[cases])
        family: Rows = np.unique((cases << _STATE_BITS) + place - NONE, return_inverse=True)[1]
        return family

    def join(self) -> None:
        """Bring the members who count to one state, or leave them all to a person."""
        waiting = self._any(self.counts & self.human)[self.family]
        self._settle(self.counts & waiting & ~self.human, self._all(self.words.waiting), self._all(NONE), ())
        voting = self.counts & ~waiting
        vote = _vote(self.family, self.number, voting, self.state, self.table.birth_date)
        figures = (vote.state, vote.most, vote.total, vote.oldest)
        state, tied, split = vote.state[self.family], vote.tied[self.family], vote.split[self.family]
        risk = voting & is_barred(state, self.table.article_4_risk) & (self.state != state)
        of_risk = self._any(risk)
        why = np.where(tied, self.words.oldest, self.words.largest)
        why = np.where(state == NONE, self.words.oldest_unknown, why)
        why = np.where(of_risk[self.family], self.words.risk, why)
        self.of_state[:] = np.where(of_risk, NONE, vote.state)
        together = voting & ~split & (vote.total > 1)[self.family]
        self._say(together, self._all(self.words.agree), figures)
        self._say(voting & tied, self._all(self.words.tie), figures)
        apart = voting & split & is_barred(state, self.table.interests_against) & (self.state != state)
        self._say(apart, self._all(self.words.apart), figures)
        self._settle(voting & split & ~apart, why, self.of_state[self.family], figures)
        self._where_nobody_counts()

    def _where_nobody_counts(self) -> None:
        """Where only persons under Article 16(4) are registered, those who follow go with the first of them."""
        alone = np.flatnonzero(self.registered & ~self._any(self.counts)[self.family])[::-1]
        self.of_state[self.family[alone]] = self.state[alone]

    def follow(self) -> None:
        """Article 36(2): minors who accompany the applicant and children born later go where the family goes."""
        table, state = self.table, self.of_state[self.family]
        against = (table.best_interests == 0) & ~is_barred(state, table.interests_for)
        against |= is_barred(state, table.interests_against)
        risk = is_barred(state, table.article_4_risk) & (self.state != state)
        why = np.where(table.member == Member.BORN_LATER, self.words.born_later, self.words.follows)
        why = np.where(against, self.words.interests, why)
        why = np.where(risk, self.words.risk, why)
        why = np.where(state == NONE, self.words.follower_waits, why)
        followers = ~self.registered & self._any(self.registered)[self.family]
        self._settle(followers, why, np.where(against | risk, NONE, state), (self.of_state,))

    def _any(self, where: Bool) -> Bool:
        """For each family, whether it is so for one of its members."""
        answer = np.zeros(self.number, np.bool_)
        answer[self.family[where]] = True
        return answer

    def _all(self, value: int) -> Array:
        return np.broadcast_to(np.int16(value), self.rows.shape)

    def _say(self, where: Bool, why: Whys, of_figures: tuple[Array, ...]) -> None:
        at = np.flatnonzero(where)
        if at.size:
            figures = tuple(figure[self.family[at]] for figure in of_figures)
            self.steps.append(Step(why[at].astype(np.int16), figures, self.rows[at]))

    def _settle(self, where: Bool, why: Whys, state: Codes, of_figures: tuple[Array, ...]) -> None:
        """Give the rows a state, or (:data:`NONE`) leave them to a person with the states of the family as options."""
        self._say(where, why, of_figures)
        human = where & (state == NONE)
        self.state = np.where(where, state, self.state).astype(np.int8)
        self.why = np.where(where, why, self.why).astype(np.int16)
        self.human = np.where(where, human, self.human)
        self.options = np.where(where, 0, self.options)
        self.options[human] = self.of_choice[self.family[human]]

    def result(self, of: Designation) -> Designation:
        """The joined designation. Evidence is that of a member's own result: it falls where another one decides."""
        moved = self.rows[self.state != of.state[self.rows]]
        slot, group = of.slot.copy(), of.group.copy()
        slot[moved], group[moved] = NONE, 0
        return replace(
            of,
            state=_put(of.state, self.rows, self.state),
            why=_put(of.why, self.rows, self.why),
            human=_put(of.human, self.rows, self.human),
            options=_put(of.options, self.rows, self.options),
            slot=slot,
            group=group,
            trace=(*of.trace, *self.steps) if of.trace else (),
        )


def _put(column: Array, rows: Rows, values: Array) -> Array:
    answer = column.copy()
    answer[rows] = values
    return answer


@dataclass(frozen=True, slots=True)
class _Vote:
    """What Article 28 makes of the members' states, one place a family; nothing (:data:`NONE`) where nobody votes."""

    state: Codes
    most: Array
    total: Array
    oldest: Days
    tied: Bool
    split: Bool


def _vote(family: Rows, number: int, voting: Bool, states: Codes, born: Days) -> _Vote:
    """Count the members by state; in a tie the state of the oldest in it. :data:`NONE` if nobody knows who that is."""
    members = np.flatnonzero(voting)
    of = family[members]
    pairs, pair, votes = np.unique(of << _STATE_BITS | states[members], return_inverse=True, return_counts=True)
    pair_of = pairs >> _STATE_BITS
    most, total = np.zeros(number, np.int64), np.zeros(number, np.int64)
    np.maximum.at(most, pair_of, votes)
    np.add.at(total, pair_of, votes)
    leads = votes == most[pair_of]
    tied = np.bincount(pair_of[leads], minlength=number) > 1
    oldest = np.full(number, FOREVER, np.int32)
    np.minimum.at(oldest, of, born[members])  # an unknown birth date is the earliest
    decides = np.where(tied[of], born[members] == oldest[of], leads[pair])
    candidates = np.zeros(number, np.int64)
    np.bitwise_or.at(candidates, of[decides], bit(states[members][decides]))
    state = np.where(tied & (oldest == NO_DAY), NONE, only_state(candidates)).astype(np.int8)
    return _Vote(state, most, total, oldest, tied, np.bincount(pair_of, minlength=number) > 1)
