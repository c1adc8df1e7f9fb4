"""The sentences of Article 33 and its forerunners, by what was found of the crossing that counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias

import numpy as np

from fairshare.law.responsibility.codes import Whys
from fairshare.law.responsibility.trace import HUMAN, MET, NOT_MET, SILENT, reason

# What is found of a crossing. A disembarkation stands just above an irregular crossing of the same kind. CONTESTED_SAR:
# after its own period, but within that of an irregular crossing; FELL_BACK where it has that instead.
NO_CROSSING, ENDED, RESIDED, LAPSED_IRREGULAR, LAPSED_SAR, LIVE_IRREGULAR, LIVE_SAR, CONTESTED_SAR, FELL_BACK = range(9)
TIED: Final = 9  # crossings into several states on the day that counts
FINDINGS: Final = 10

_Said: TypeAlias = Mapping[int, tuple[str, str]]

_CROSSED: Final = "the person crossed irregularly into {0:state} on {1:day}"
_LANDED: Final = "the person was disembarked in {0:state} on {1:day} after search and rescue"


def _within(period: str) -> str:
    return f"; {period} from then end on {{2:day}}, not before the decisive day {{3:day}}"


def _after(period: str) -> str:
    return f"; {period} from then ended on {{2:day}}, before the decisive day {{3:day}}"


def _common(absence: str) -> _Said:
    no = "no irregular crossing from a third country and no disembarkation is recorded up to the decisive day"
    ended = (
        "the entry into {0:state} on {1:day} no longer counts: before the decisive day {3:day} the person was removed"
        f" or returned, or stayed away for at least {absence} months"
    )
    tied = "on {1:day} the person crossed or was disembarked in several states: which of them was entered first?"
    return {NO_CROSSING: (NOT_MET, no), ENDED: (NOT_MET, ended), TIED: (HUMAN, tied)}


def _declare(rule: str, said: _Said, flags: Mapping[int, tuple[str, ...]]) -> Whys:
    """The reasons by finding, then once more for crossings that another reading of ``REENTRY`` would replace."""
    return np.array(
        [
            reason(rule, *said[finding], flags=flags.get(finding, ()) + more) if finding in said else SILENT
            for more in ((), ("REENTRY",))
            for finding in range(FINDINGS)
        ],
        np.int16,
    )


def _same_for_both(rule: str, irregular: str, landed: str, period: str) -> Whys:
    """A rule set in which a disembarkation is an irregular entry by sea."""
    said = {
        LAPSED_IRREGULAR: (NOT_MET, irregular + _after(period)),
        LAPSED_SAR: (NOT_MET, landed + _after(period)),
        LIVE_IRREGULAR: (MET, irregular + _within(period)),
        LIVE_SAR: (MET, landed + _within(period)),
    }
    return _declare(rule, {**_common("three"), **said}, {})


_NO_RESCUE: Final = (NOT_MET, "the entry that counts, into {0:state} on {1:day}, was no disembarkation")

AMMR_RESCUE: Final = _declare(
    "AMMR 33(2)",
    {
        **_common("nine"),
        LAPSED_IRREGULAR: _NO_RESCUE,
        LIVE_IRREGULAR: _NO_RESCUE,
        LAPSED_SAR: (NOT_MET, _LANDED + _after("twelve months")),
        CONTESTED_SAR: (NOT_MET, _LANDED + _after("twelve months")),
        LIVE_SAR: (MET, _LANDED + _within("twelve months")),
    },
    {},
)
AMMR_ENTRY: Final = _declare(
    "AMMR 33(1)",
    {
        **_common("nine"),
        LAPSED_IRREGULAR: (NOT_MET, _CROSSED + _after("twenty months")),
        LIVE_IRREGULAR: (MET, _CROSSED + _within("twenty months")),
        LAPSED_SAR: (NOT_MET, _LANDED + _after("twelve months")),
        LIVE_SAR: (NOT_MET, _LANDED + "; the rule on disembarkations applies to it instead of this one"),
        CONTESTED_SAR: (
            NOT_MET,
            _LANDED + _after("twelve months") + "; the longer period of an irregular crossing does not apply instead",
        ),
        FELL_BACK: (MET, _LANDED + _within("the twenty months of an irregular crossing")),
    },
    {CONTESTED_SAR: ("SAR_NO_FALLBACK",), FELL_BACK: ("SAR_NO_FALLBACK",)},
)
DUBLIN3: Final = _same_for_both("DUBLIN3 13(1)", _CROSSED, _LANDED, "twelve months")

_AT_ANY_TIME: Final = {LIVE_IRREGULAR: (MET, _CROSSED), LIVE_SAR: (MET, _LANDED)}
CONVENTION: Final = _declare(
    "CONVENTION1990 6",
    {
        **_common("three"),
        **_AT_ANY_TIME,
        RESIDED: (
            NOT_MET,
            "the person entered {0:state} irregularly on {1:day}, but had lived for at least six months in the state of"
            " the application",
        ),
    },
    {},
)
PROPOSAL_2016: Final = _declare("COM2016 15", {**_common("three"), **_AT_ANY_TIME}, {})
