"""The sentences of Article 29 and its forerunners, by what was found of a document."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from fairshare.law.responsibility.codes import Whys
from fairshare.law.responsibility.trace import HUMAN, MET, NOT_MET, SILENT, reason

# Findings on one document, by rank. From OLDER_VISA on a document can be used; a visa stands just below a residence
# document of the same kind.
NO_DOCUMENT, NO_RESIDENCE_DOCUMENT, NOT_YET, UNDATED, FRAUD, PASSED_OVER, UNUSED, LEFT = range(8)
LAPSED_VISA, LAPSED_PERMIT, OLDER_VISA, OLDER_PERMIT, ENDED_VISA, ENDED_PERMIT, VALID_VISA, VALID_PERMIT = range(8, 16)
FINDINGS: Final = 16

# What ranked several documents of several states.
RANKED_PERMITS, RANKED_VISAS, RANKED_TYPES, RANKED_ENDED = range(4)
HUMAN_FROM: Final = 4
RANKED_KINDS: Final = 8


@dataclass(frozen=True, slots=True)
class Whys29:
    """The reasons of one rule set.

    ``plain`` has a place for each finding, then one for each where the day of the test is the very last day of the
    look-back. ``contested`` is by finding, ``ranked`` by what ranked, a person having to decide from
    :data:`HUMAN_FROM` on, and again for contested rankings.
    """

    plain: Whys
    contested: Whys
    ranked: Whys


@dataclass(frozen=True, slots=True)
class _Labels:
    """The provisions of a rule set, and its two look-backs in words."""

    permit: str
    visa: str
    ranked_permits: str
    ranked_visas: str
    ranked_types: str
    ended: str
    permit_period: str
    visa_period: str
    older_to_application: bool = False
    order_open: bool = False


_STAND: Final = "the {what} of {{0:state}} ended on {{1:day}}, and the period of {period} from then ended on {{2:day}}"


def _missed(labels: _Labels) -> list[int]:
    """The reasons for which a document cannot be used, by finding."""

    def no(text: str) -> int:
        return reason(labels.permit, NOT_MET, text)

    return [
        no("no residence document and no visa is recorded"),
        no("the paper of {0:state} was given for a procedure only, which makes it no residence document"),
        no("the document of {0:state} was not yet valid on {3:day}"),
        no("the document of {0:state} ended, but neither that day nor the end of its validity is recorded"),
        no("{0:state} proves that a fraud happened after it had issued the document"),
        no("the document points to {0:state}, which is passed over"),
        no("the visa of {0:state} ended on {1:day}, and no entry with it is recorded"),
        no("the document of {0:state} ended on {1:day}, and the person has left the territory since"),
    ]


def _aged(labels: _Labels, outcome: str, text: str, flags: tuple[str, ...]) -> list[int]:
    """The reasons on an ended visa and an ended residence document."""
    pairs = (("visa", labels.visa_period), ("residence document", labels.permit_period))
    return [
        reason(labels.ended, outcome, _STAND.format(what=what, period=period) + text, flags=flags)
        for what, period in pairs
    ]


def _whys(labels: _Labels) -> Whys29:
    missed = _missed(labels)
    before, after = ", after the decisive day {3:day}", ", before the decisive day {3:day}"
    same = ", the decisive day itself"
    older = ": the state of the application is responsible"
    far = _aged_to_application if labels.older_to_application else _no_more
    valid = [
        reason(labels.visa, MET, "the visa of {0:state} was valid on {3:day}; its last day: {1:day}"),
        reason(labels.permit, MET, "the residence document of {0:state} was valid on {3:day}; its last day: {1:day}"),
    ]
    plain = [
        *missed,
        *_aged(labels, NOT_MET, after, ()),
        *far(labels, after + older, ()),
        *_aged(labels, MET, before, ()),
        *valid,
        *missed,
        *_aged(labels, NOT_MET, same + ": no longer less than that period", ("ANNIV",)),
        *far(labels, same + older, ("ANNIV",)),
        *_aged(labels, MET, same, ("ANNIV",)),
        *valid,
    ]
    ranked = _ranked(labels, ())
    return Whys29(
        np.array(plain, np.int16),
        np.array(_contested(labels, plain) if labels.order_open else plain, np.int16),
        np.array(ranked + (_ranked(labels, ("VISA_VS_OLD_PERMIT",)) if labels.order_open else ranked), np.int16),
    )


def _contested(labels: _Labels, plain: list[int]) -> list[int]:
    """The reasons by finding where a valid visa of one state stands against an ended residence document of another."""
    contested = list(plain)
    flags = ("VISA_VS_OLD_PERMIT",)
    contested[VALID_VISA] = reason(
        labels.visa,
        MET,
        "the visa of {0:state} was valid on {3:day}; it goes before an ended residence document of another state",
        flags=flags,
    )
    contested[ENDED_PERMIT] = reason(
        labels.ended,
        MET,
        "the residence document of {0:state} ended on {1:day}, within the look-back; it goes before a valid visa of"
        " another state",
        flags=flags,
    )
    return contested


def _no_more(labels: _Labels, text: str, flags: tuple[str, ...]) -> list[int]:
    """No reasons where older documents point nowhere: places that no finding reaches."""
    return [SILENT, SILENT]


def _aged_to_application(labels: _Labels, text: str, flags: tuple[str, ...]) -> list[int]:
    """The reasons on older documents, which point to ``{0:state}``, the state of the application."""
    pairs = (("visa", labels.visa_period), ("residence document", labels.permit_period))
    return [
        reason(
            labels.ended,
            MET,
            f"a {what} ended on {{1:day}}, and the period of {period} from then ended on {{2:day}}{text}, {{0:state}}",
            flags=flags,
        )
        for what, period in pairs
    ]


def _ranked(labels: _Labels, flags: tuple[str, ...]) -> list[int]:
    measures = (
        (
            labels.ranked_permits,
            "valid residence documents of several states",
            "confers the longest residence, or of equal ones lasts longest",
        ),
        (labels.ranked_visas, "valid visas of one type of several states", "lasts longest"),
        (
            labels.ranked_types,
            "valid visas of different types of several states",
            "is valid for the longest time, or of equal ones lasts longest",
        ),
        (labels.ended, "ended documents of several states", "ranks first by its period, or of equal ones ended last"),
    )
    return [
        reason(rule, MET, f"of {what}, that of {{0:state}} {first}; its last day: {{1:day}}", flags=flags)
        for rule, what, first in measures
    ] + [
        reason(
            rule,
            HUMAN,
            f"{what} are equal, or their periods are not recorded: which one {first}?",
            flags=flags,
        )
        for rule, what, first in measures
    ]


def _one(rule: str) -> _Labels:
    """One provision for all, and the look-backs of the Convention and Dublin III."""
    return _Labels(rule, rule, rule, rule, rule, rule, "two years", "six months")


AMMR: Final = _whys(
    _Labels(
        "AMMR 29(1)",
        "AMMR 29(2)",
        "AMMR 29(3)(a)",
        "AMMR 29(3)(b)",
        "AMMR 29(3)(c)",
        "AMMR 29(4)",
        "three years",
        "eighteen months",
        order_open=True,
    )
)
DUBLIN3: Final = _whys(
    _Labels(
        "DUBLIN3 12(1)",
        "DUBLIN3 12(2)",
        "DUBLIN3 12(3)(a)",
        "DUBLIN3 12(3)(b)",
        "DUBLIN3 12(3)(c)",
        "DUBLIN3 12(4)",
        "two years",
        "six months",
        older_to_application=True,
    )
)
CONVENTION: Final = _whys(_one("CONVENTION1990 5"))
PROPOSAL_2016: Final = _whys(replace(_one("COM2016 14"), older_to_application=True))
