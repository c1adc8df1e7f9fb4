"""Dependants (Article 34): child, sibling or parent, one depending on the other; Article 16 of Dublin III likewise.

Article 34 stands beside the discretionary clauses but is binding (recital 53; K, C-245/11 [from memory]). It is tested
before Articles 26 and 27; where these point elsewhere, the choice ``DEP_VS_FAMILY`` says what follows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, cast

import numpy as np

from fairshare.law.citation import cites
from fairshare.law.responsibility.codes import NONE, Bool, Codes, Link, Masks, Rows, bit, only_state
from fairshare.law.responsibility.criteria.definitions import (
    FAMILY,
    FAMILY_2016,
    FAMILY_DUBLIN3,
    Family,
    Kin,
    among,
    between,
    kin_of,
    legally_resident,
    spread,
    tied_in_time,
    union,
)
from fairshare.law.responsibility.criteria.family import (
    FamilyRule,
    family_applicant,
    family_applicant_2016,
    family_applicant_dublin3,
    family_beneficiary,
    family_beneficiary_2016,
    family_beneficiary_dublin3,
)
from fairshare.law.responsibility.ladder import Scope, Verdict, scope_of, unmet
from fairshare.law.responsibility.table import CaseTable, take
from fairshare.law.responsibility.trace import HUMAN, MET, NOT_MET, outcome_is, reason


@dataclass(frozen=True, slots=True)
class Words:
    """The reasons of the rule; ``misses`` by how far the nearest relative came.

    ``together``, ``joins`` and ``stays`` are followed by the same with the flag of ``DEP_VS_FAMILY``.
    """

    misses: tuple[int, ...]
    together: int
    joins: int
    stays: int
    several: int
    can_care: int
    apart: int
    gives_way: int


def _words(first: str, second: str, tie: str) -> Words:
    conflict = ("DEP_VS_FAMILY",)

    def met(rule: str, text: str) -> int:
        return min([reason(rule, MET, text, flags=flags) for flags in ((), conflict)])

    misses = (
        reason(first, NOT_MET, "nobody has found that one depends on the other's assistance"),
        reason(first, NOT_MET, "dependency is found, but not between the applicant and a child, sibling or parent"),
        reason(first, NOT_MET, "the relative in the relation of dependency resides legally in no Member State"),
        reason(first, NOT_MET, f"the tie to the relative in {{0:state}} did not exist {tie}"),
        reason(first, NOT_MET, "the applicant has not put in writing the wish to be with the relative in {0:state}"),
        reason(first, NOT_MET, "the relative in {0:state} has not put the wish in writing"),
        reason(first, NOT_MET, "between the applicant and the relative in {0:state} one is not able to take care"),
        reason(first, NOT_MET, "the relative is in {0:state}, which is passed over"),
    )
    several = "dependent relatives are in {2:number} states, {0:state} and {1:state} among them: which is to be joined?"
    elsewhere = "dependency points to one state, the family to another ({0:state}, {1:state}): which of them decides?"
    care = "dependency is found: is the one who is to care, the applicant or the relative in {0:state}, able to?"
    return Words(
        misses=misses,
        together=met(
            first, "the applicant and a relative in a relation of dependency are both in {0:state} and stay together"
        ),
        joins=met(second, "the relative in the relation of dependency resides in {0:state}, and both wish it"),
        stays=met(second, "there is dependency, but the applicant is for long unable to travel and is in {0:state}"),
        several=reason(first, HUMAN, several),
        can_care=reason(first, HUMAN, care),
        apart=reason(first, HUMAN, elsewhere, flags=conflict),
        gives_way=reason(
            first, NOT_MET, "met for {0:state}, but the family elsewhere is taken to go before", flags=conflict
        ),
    )


@cites("AMMR 34(1)", "AMMR 34(2)", "DUBLIN3 16", choices=("DEP_VS_FAMILY",))
@dataclass(frozen=True, slots=True)
class DependantsRule:
    """The state of the relative, or that of the applicant where the applicant cannot travel; ``rivals`` may differ."""

    words: Words
    family: Family
    rivals: tuple[FamilyRule, FamilyRule]

    def __call__(self, table: CaseTable, scope: Scope) -> Verdict:
        """Where a dependency is found: the state that keeps or brings applicant and relative together."""
        rows = np.flatnonzero((table.relatives.filled & (table.relatives.dependency == 1)).any(axis=0))
        if not rows.size:
            return unmet(table.rows, self.words.misses[0])
        kin = kin_of(table, scope, rows)
        answer = self._of_dependants(table, scope, kin)
        met = answer.state != NONE
        if met.any():
            answer = self._against_family(table, scope, rows, answer, met)
        return spread(answer, rows, np.full(table.rows, self.words.misses[0], np.int16))

    def _of_dependants(self, table: CaseTable, scope: Scope, kin: Kin) -> Verdict:
        relatives, words, place = kin.relatives, self.words, np.arange(kin.rows.size)
        came = self._came(kin)
        full = came == len(words.misses)
        cared = union(relatives.state, full & (relatives.able_to_care == 1))
        asked = union(relatives.state, full & (relatives.able_to_care == NONE))
        at = scope.present[kin.rows]
        here = np.where(at == NONE, scope.determining[kin.rows], at)
        unfit = (table.unable_to_travel[kin.rows] == 1) & (cared != 0) & ((bit(here) & kin.open) != 0)
        one = only_state(cared)
        state = np.where(unfit, here, one).astype(np.int8)

        why = np.where(one == here, words.together, np.where(unfit, words.stays, words.joins))
        why = np.where(state == NONE, words.several, why)
        why = np.where((cared == 0) & (asked != 0), words.can_care, why)
        missed = (cared | asked) == 0
        why = np.where(missed, np.array((*words.misses, NONE))[came.max(axis=0)], why)
        options = np.where(state != NONE, 0, np.where(cared != 0, cared, asked))
        first, last, number = between(options)
        near = relatives.state[came.argmax(axis=0), place]
        slot = (full & (relatives.able_to_care == 1) & ((one == NONE) | (relatives.state == one))).argmax(axis=0)
        return Verdict(
            state=state,
            why=why.astype(np.int16),
            figures=(np.where(state != NONE, state, np.where(missed, near, first)), last, number),
            options=options,
            slot=np.where(state != NONE, slot, NONE).astype(np.int8),
            group="relatives",
        )

    def _came(self, kin: Kin) -> Codes:
        """How many of the tests, in their order, each relative passes."""
        relatives = kin.relatives
        passed: Bool = relatives.filled & (relatives.dependency == 1)
        came = passed.astype(np.int8)
        for test in (
            among(relatives.link, Link.CHILD, Link.SIBLING, Link.PARENT),
            legally_resident(kin),
            tied_in_time(kin, self.family),
            relatives.applicant_wrote == 1,
            relatives.relative_wrote == 1,
            relatives.able_to_care != 0,
            (bit(relatives.state) & kin.open) != 0,
        ):
            passed = passed & test
            came += passed
        return came

    def _against_family(self, table: CaseTable, scope: Scope, rows: Rows, answer: Verdict, met: Bool) -> Verdict:
        """What follows where the criteria on family members point to another state."""
        places = np.flatnonzero(met)
        rival = np.zeros(rows.size, np.int64)
        rival[places] = self._rival(take(table, rows[places]), scope_of(scope, rows[places]))
        differs = met & ((rival & ~bit(answer.state)) != 0)
        if not differs.any():
            return answer
        reading = scope.choices["DEP_VS_FAMILY"]
        if reading == "dependants":
            return replace(answer, why=np.where(differs, answer.why + 1, answer.why).astype(np.int16))
        both = rival | bit(answer.state)
        first, last, number = between(both)
        figures = tuple(
            np.where(differs, new, old) for new, old in zip((first, last, number), answer.figures, strict=True)
        )
        why = self.words.apart
        if reading == "family":
            why, both, figures = self.words.gives_way, np.zeros_like(both), answer.figures
        return replace(
            answer,
            state=np.where(differs, NONE, answer.state).astype(np.int8),
            why=np.where(differs, why, answer.why).astype(np.int16),
            figures=figures,
            options=np.where(differs, both, cast(Masks, answer.options)),
            slot=np.where(differs, NONE, cast(Codes, answer.slot)).astype(np.int8),
        )

    def _rival(self, table: CaseTable, scope: Scope) -> Masks:
        """The states between which the criteria on family members would decide, the first of them that is met."""
        states = np.zeros(table.rows, np.int64)
        for rule in self.rivals:
            verdict = rule(table, scope)
            found = bit(verdict.state)
            if verdict.options is not None:
                found = np.where(outcome_is(verdict.why, HUMAN), verdict.options, found)
            states = np.where(states != 0, states, found)
        return states


dependants: Final = DependantsRule(
    _words("AMMR 34(1)", "AMMR 34(2)", "before the applicant reached the Member States"),
    FAMILY,
    (family_beneficiary, family_applicant),
)
"""Article 34 AMMR."""
dependants_dublin3: Final = DependantsRule(
    _words("DUBLIN3 16(1)", "DUBLIN3 16(2)", "in the country of origin"),
    FAMILY_DUBLIN3,
    (family_beneficiary_dublin3, family_applicant_dublin3),
)
"""Article 16 of Dublin III."""
dependants_2016: Final = DependantsRule(
    _words("COM2016 18(1)", "COM2016 18(2)", "before the applicant reached the Member States"),
    FAMILY_2016,
    (family_beneficiary_2016, family_applicant_2016),
)
"""Article 18 of the proposal of 2016 [number from memory]."""
