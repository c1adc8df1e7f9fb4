"""Article 29 and its forerunners: residence documents and visas.

A document of each slot gets a *finding*, a number that grows with its rank; the greatest of a row decides. Only rows in
which several documents can be used are looked at again, slot against slot.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from fairshare.law.citation import cites
from fairshare.law.responsibility.codes import NONE, Array, Bool, Codes, Days, Masks, Mode, Paper, PaperType, Rows, bit
from fairshare.law.responsibility.criteria.document_reasons import (
    AMMR,
    CONVENTION,
    DUBLIN3,
    ENDED_PERMIT,
    ENDED_VISA,
    FINDINGS,
    FRAUD,
    HUMAN_FROM,
    LAPSED_PERMIT,
    LEFT,
    NO_DOCUMENT,
    NO_RESIDENCE_DOCUMENT,
    NOT_YET,
    OLDER_PERMIT,
    OLDER_VISA,
    PASSED_OVER,
    PROPOSAL_2016,
    RANKED_ENDED,
    RANKED_KINDS,
    RANKED_PERMITS,
    RANKED_TYPES,
    RANKED_VISAS,
    UNDATED,
    UNUSED,
    VALID_PERMIT,
    VALID_VISA,
    Whys29,
)
from fairshare.law.responsibility.criteria.lookback import leaving, look_back_end, open_ended, shown
from fairshare.law.responsibility.criteria.ranking import UNKNOWN, rank
from fairshare.law.responsibility.days import FOREVER, NO_DAY
from fairshare.law.responsibility.ladder import Rule, Scope, Verdict, is_barred, unmet
from fairshare.law.responsibility.table import CaseTable, Documents


@dataclass(frozen=True, slots=True)
class _Slot:
    """One document of each row as the criterion sees it."""

    finding: Codes
    state: Codes
    ends: Days
    until: Days


@cites(
    "AMMR 29(1)", "AMMR 29(2)", "AMMR 29(3)", "AMMR 29(4)", "AMMR 29(5)", "DUBLIN3 12", "CONVENTION1990 5",
    choices=("ANNIV", "VISA_VS_OLD_PERMIT", "ROLL_LOOKBACK"),
)  # fmt: skip
@dataclass(frozen=True, slots=True)
class DocumentCriterion:
    """Residence documents before visas, valid ones before those that ended within the look-back.

    ``used_and_stayed``: an ended document counts only while the person has not left, an ended visa only if it enabled
    the entry. ``older_to_application``: older ones of that kind point to the state of the application.
    ``fraud_releases``: fraud after issue releases the issuer. ``order_open``: ``VISA_VS_OLD_PERMIT`` is asked.
    ``transit_yields``: a transit visa yields to the state of the application, where the person needs no visa.
    """

    permit_months: int
    visa_months: int
    whys: Whys29
    used_and_stayed: bool = False
    older_to_application: bool = False
    fraud_releases: bool = True
    order_open: bool = False
    transit_yields: bool = False

    def __call__(self, table: CaseTable, scope: Scope) -> Verdict:
        """The state of the document that ranks first."""
        count = table.documents.count
        if count == 0:
            return unmet(table.rows, int(self.whys.plain[NO_DOCUMENT]))
        seen = [self._seen(table, scope, slot) for slot in range(count)]
        order = self._order(scope)
        best, slot = seen[0], np.zeros(table.rows, np.int8)
        for place in range(1, count):
            ranks, others = order[seen[place].finding], order[best.finding]
            better = (ranks > others) | (
                (ranks == others) & (seen[place].ends > best.ends)
            )  # the nearest miss is shown
            np.copyto(slot, np.int8(place), where=better)
            best = _better(better, seen[place], best)
        met = best.finding >= OLDER_VISA
        state = np.where(met, best.state, np.int8(NONE))
        why = self.whys.plain[best.finding + np.int8(FINDINGS) * (scope.day == best.until)]
        figures = (best.state, shown(best.ends), best.until, scope.day)
        verdict = Verdict(state, why, figures, None, np.where(met, slot, np.int8(NONE)), "documents")
        usable = sum((one.finding >= OLDER_VISA).view(np.int8) for one in seen)
        several = np.flatnonzero(usable >= 2) if count > 1 else np.zeros(0, np.intp)
        return self._ranked(table.documents, seen, verdict, best, several, order) if several.size else verdict

    def _order(self, scope: Scope) -> Codes:
        """The rank of each finding."""
        order = np.arange(FINDINGS, dtype=np.int8)
        if self.order_open and scope.choices["VISA_VS_OLD_PERMIT"] == "permit-first":
            order[[VALID_VISA, ENDED_PERMIT]] = ENDED_PERMIT, VALID_VISA
        return order

    def _seen(self, table: CaseTable, scope: Scope, slot: int) -> _Slot:
        """What the document of a slot is on the day of the test."""
        held, day = table.documents, scope.day
        visa = held.kind[slot] == Paper.VISA
        state = np.where(visa & (held.represented[slot] != NONE), held.represented[slot], held.issuer[slot])
        expires, ended = open_ended(held.valid_to[slot]), open_ended(held.ended_on[slot])
        valid = (day <= expires) & (day < ended)
        ends = np.minimum(expires, ended)
        until = look_back_end(ends, self.permit_months, scope)
        np.copyto(until, look_back_end(ends, self.visa_months, scope), where=visa)
        recent = day <= until if scope.choices["ANNIV"] == "less" else day < until
        past = np.int8(OLDER_PERMIT if self.older_to_application else LAPSED_PERMIT)
        finding = np.where(valid, np.int8(VALID_PERMIT), np.where(recent, np.int8(ENDED_PERMIT), past))
        finding -= visa.view(np.int8)
        if self.used_and_stayed:
            _used_and_stayed(table, scope, slot, visa, ends, finding)
        if self.older_to_application:
            older = (finding == OLDER_PERMIT) | (finding == OLDER_VISA)
            state = np.where(older, scope.registered_in, state)
        if self.transit_yields:
            state = np.where(valid & visa & _transit_yields(table, scope, slot), scope.registered_in, state)
        self._odd(held, scope, slot, state, ends, finding)
        return _Slot(finding, state, ends, until)

    def _odd(self, held: Documents, scope: Scope, slot: int, state: Codes, ends: Days, finding: Codes) -> None:
        """Write into ``finding`` why a document cannot be used at all."""
        if scope.barred.any():
            np.copyto(finding, np.int8(PASSED_OVER), where=is_barred(state, scope.barred))
        if self.fraud_releases:
            np.copyto(finding, np.int8(FRAUD), where=held.fraud_after_issue[slot] == 1)
        np.copyto(finding, np.int8(UNDATED), where=(held.ended[slot] != NONE) & (ends == FOREVER))
        np.copyto(finding, np.int8(NOT_YET), where=held.valid_from[slot] > scope.day)
        np.copyto(finding, np.int8(NO_RESIDENCE_DOCUMENT), where=held.type[slot] == PaperType.PROCEDURE)
        np.copyto(finding, np.int8(NO_DOCUMENT), where=held.issuer[slot] == NONE)

    def _ranked(
        self, held: Documents, seen: list[_Slot], verdict: Verdict, best: _Slot, at: Rows, order: Codes
    ) -> Verdict:
        """The verdict, with the rows ``at`` decided between several documents."""
        finding, states, ends = (
            np.stack([getattr(one, name)[at] for one in seen]) for name in ("finding", "state", "ends")
        )
        first = best.finding[at]
        contenders = finding == first
        valid, visa = first >= VALID_VISA, (first == VALID_VISA) | (first == ENDED_VISA)
        types = held.type[:, at]
        alike = np.where(contenders, types, types.max()).min(axis=0) == np.where(contenders, types, NONE).max(axis=0)
        # between visas of one type only the expiry counts, so that they are made equal in length
        length = np.where(visa & alike, 0, _length(held, at, visa))
        expiry = np.where(ends == FOREVER, UNKNOWN, ends)
        ranked = rank(contenders, states, length.astype(np.int32), expiry)
        kind = np.where(visa, np.where(alike, RANKED_VISAS, RANKED_TYPES), RANKED_PERMITS)
        kind = np.where(valid, kind, RANKED_ENDED) + HUMAN_FROM * (ranked.state == NONE)
        contested = self._contested(finding, states, first, ranked.state, order)
        why = np.where(
            ranked.several,
            self.whys.ranked[kind + RANKED_KINDS * contested],
            np.where(contested, self.whys.contested[first], verdict.why[at]),
        )
        verdict.state[at], verdict.why[at] = ranked.state, why
        assert verdict.slot is not None
        verdict.slot[at] = ranked.slot
        chosen: tuple[Array, ...] = (states, shown(ends), np.stack([one.until[at] for one in seen]))
        for figure, values in zip(verdict.figures, chosen, strict=False):
            figure[at] = values[ranked.slot, np.arange(at.size)]
        options: Masks = np.zeros(verdict.state.shape, np.int64)
        options[at] = np.where(ranked.state == NONE, ranked.options, 0)
        return Verdict(verdict.state, verdict.why, verdict.figures, options, verdict.slot, verdict.group)

    def _contested(self, finding: Codes, states: Codes, first: Codes, state: Codes, order: Codes) -> Bool:
        """Whether a valid visa of one state stands against an ended residence document of another."""
        if not self.order_open:
            return np.zeros(first.shape, np.bool_)
        low, high = sorted((VALID_VISA, ENDED_PERMIT), key=lambda one: int(order[one]))
        answer: Bool = (first == high) & ((finding == low) & (states != state)).any(axis=0)
        return answer


def _better(better: Bool, one: _Slot, best: _Slot) -> _Slot:
    return _Slot(
        np.where(better, one.finding, best.finding),
        np.where(better, one.state, best.state),
        np.where(better, one.ends, best.ends),
        np.where(better, one.until, best.until),
    )


def _length(held: Documents, at: Rows, visa: Bool) -> Days:
    """Days of residence conferred by a residence document, days of validity of a visa; one for want of the other."""
    start, end, conferred = held.valid_from[:, at], held.valid_to[:, at], held.conferred[:, at]
    span = np.where((start == NO_DAY) | (end == NO_DAY), UNKNOWN, end.astype(np.int64) - start + 1)
    preferred, other = np.where(visa, span, conferred), np.where(visa, conferred, span)
    return np.where(preferred == UNKNOWN, other, preferred).astype(np.int32)


def _used_and_stayed(table: CaseTable, scope: Scope, slot: int, visa: Bool, ends: Days, finding: Codes) -> None:
    """Write into ``finding`` where an ended document no longer counts: unused visas, and persons who left since.

    A visa enabled the entries with a visa, or regular ones, within its validity; leaving counts from the last of them.
    A residence document's holder has left who leaves on the day of its end or later.
    """
    entries, events, day = table.entries, table.events, scope.day
    entered = np.full(day.shape, NO_DAY, np.int32)
    for place in range(entries.count):
        date, mode = entries.date[place], entries.mode[place]
        enabled = ((mode == Mode.VISA) | (mode == Mode.REGULAR)) & (date <= ends) & (date <= day)
        enabled &= (date != NO_DAY) & (date >= table.documents.valid_from[slot])
        np.copyto(entered, date, where=enabled)
    since = np.where(visa, entered, ends - np.int32(1))
    past = finding < VALID_VISA
    for place in range(events.count):
        date = events.date[place]
        left = past & leaving(events.kind[place]) & (date > since) & (date < day)
        np.copyto(finding, np.int8(LEFT), where=left)
    np.copyto(finding, np.int8(UNUSED), where=past & visa & (entered == NO_DAY))


def _transit_yields(table: CaseTable, scope: Scope, slot: int) -> Bool:
    """Whether a visa is for transit and the person needs none in the state of the application."""
    waived = np.bitwise_or.reduce(table.entries.visa_not_required_in, axis=0, initial=0)
    transit = table.documents.type[slot] == PaperType.AIRPORT_TRANSIT
    answer: Bool = transit & (bit(scope.registered_in) & waived != 0)
    return answer


documents: Final[Rule] = DocumentCriterion(36, 18, AMMR, order_open=True)
documents_dublin3: Final[Rule] = DocumentCriterion(24, 6, DUBLIN3, used_and_stayed=True, older_to_application=True)
documents_1990: Final[Rule] = DocumentCriterion(
    24, 6, CONVENTION, used_and_stayed=True, fraud_releases=False, transit_yields=True
)
documents_2016: Final[Rule] = DocumentCriterion(24, 6, PROPOSAL_2016, used_and_stayed=True, older_to_application=True)
