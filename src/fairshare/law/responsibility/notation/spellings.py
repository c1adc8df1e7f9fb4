"""How answers to the open questions of Part III may be spelled: in the words of section 9 of the reading of the law.

Case, spaces, hyphens, underscores and punctuation do not matter. A spelling stands here only where it is clear which
answer is meant; ``true`` and ``false`` where the name of the key can be said or denied.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

YES: Final = ("true", "yes", "on")
NO: Final = ("false", "no", "off")

_AMMR: Final = ("AMMR", "2024/1351", "Regulation (EU) 2024/1351", "Regulation 2024/1351")
_DUBLIN3: Final = ("Dublin III", "Dublin 3", "Dublin", "604/2013", "Regulation (EU) No 604/2013")
_TRANSFER_LIMIT: Final = ("46(1)", "46", "read 46(1)", "Art 46(1)", "Article 46(1)")
_REQUEST_LIMIT: Final = ("39(1)", "39", "read 39(1)", "Art 39(1)", "Article 39(1)")

SPELLINGS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "regime": {
        "by-day": ("day", "by the day", "in force"),
        "ammr": _AMMR,
        "dublin3": _DUBLIN3,
        "convention1990": (
            "1990",
            "convention",
            "Dublin Convention",
            "Dublin Convention 1990",
            "Dublin Convention of 1990",
        ),
        "com2016": ("2016", "COM(2016) 270", "COM(2016) 270 final", "proposal 2016"),
    },
    "REG_ON_D": {"ammr": (*_AMMR, *YES), "dublin3": (*_DUBLIN3, *NO)},
    "GENERAL_APPLICATION_DATE": {
        "2026-06-12": ("12 June", "12 June 2026", "12 June 2026 (corrected)", "corrected"),
        "2026-07-01": ("1 July", "1 July 2026", "1 July (OJ)", "1 July 2026 (OJ)", "OJ"),
    },
    "LEGACY_PROCEDURE": {
        "ammr": (
            *_AMMR,
            "AMMR procedure",
            "AMMR procedure for steps begun on/after D",
            "AMMR procedure for steps begun on/after D; dublin3 for earlier steps and effects",
        ),
        "dublin3": (
            *_DUBLIN3,
            "Dublin III procedure",
            "dublin3 procedure",
            "dublin3 throughout",
            "Dublin III throughout",
        ),
    },
    "ANNIV": {
        "not-less": ("not less than", "not less than; alert", *NO),
        "less": ("less than", *YES),
    },
    "ROLL_LOOKBACK": {
        "false": (*NO, "no roll-forward", "not rolled"),
        "true": (*YES, "roll-forward", "roll", "rolled"),
    },
    "SAR_NO_FALLBACK": {
        "true": (*YES, "no fallback"),
        "false": (*NO, "fallback", "fallback to 33(1)", "33(1)"),
    },
    "HIT_CAP": {
        "true": (*YES, "earlier", "earlier end", "the earlier end", "cap", "capped", "2 months", "two months"),
        "false": (*NO, "no cap", "uncapped", "hit", "hit alone", "month from the hit"),
    },
    "JOINED_27": {
        "article-28": ("28", "Art 28", "Article 28", "Art 28, not 27", "28, not 27", "not 27", *NO),
        "article-27": ("27", "Art 27", "Article 27", "Art 27, not 28", "27, not 28", *YES),
    },
    "DEP_VS_FAMILY": {
        "human": ("both", "both shown", "both shown, human", "a person decides", "person"),
        "dependants": ("34", "Art 34", "Article 34", "34 first", "34 decides", "dependant", "dependency"),
        "family": ("26", "27", "26/27", "26, 27", "26 and 27", "Art 26/27", "Articles 26 and 27", "26/27 first"),
    },
    "UAM_BIC_GAP": {
        "next-paragraph": (
            "next",
            "the next paragraph",
            "go on",
            "go on to the next paragraph",
            "go on to the next paragraph, at the end 25(5)",
        ),
        "first-registration": ("25(5)", "25(5) at once", "Art 25(5)", "Article 25(5)", "first registered"),
    },
    "UAM_39": {
        "article-25": (
            "25",
            "Art 25",
            "timing",
            "only timing",
            "only timing, criteria stay 25",
            "criteria stay 25",
            *YES,
        ),
        "as-cited": ("cited", "26, 27, 34", "26, 27 and 34", "26/27/34", "literal", *NO),
    },
    "VISA_VS_OLD_PERMIT": {
        "valid-first": ("valid", "visa", "visa first", "valid visa", "valid visa first"),
        "permit-first": (
            "permit",
            "old permit",
            "old permit first",
            "residence",
            "residence first",
            "residence document first",
        ),
    },
    "REENTRY": {
        "first-unless-ended": (
            "first unless responsibility ended",
            "unless ended",
            "first unless responsibility has ended",
        ),
        "first": ("first crossing", "first entry", "earliest"),
        "last": ("last crossing", "last entry", "latest"),
    },
    "ABSC_CLOCK": {
        "original-end": (
            "original",
            "original 6-month end",
            "original 6-month end minus day of return",
            "original 6-month end minus day of return; < 3 months -> 3 months",
        ),
        "stopped": ("stop", "stopped clock", "clock stopped", "suspended", "left at the notice"),
    },
    "REF_63_8c": {
        "transfer-limit": (*_TRANSFER_LIMIT, "transfer"),
        "request-limit": (*_REQUEST_LIMIT, "request", "as cited"),
    },
    "PLEA_TIME": {
        "not-allowed": ("not allowed under 43(1)", "not allowed under 43(1), alert", "none", "excluded", *NO),
        "allowed": YES,
    },
    "MS26_2": {
        "citizenship": (
            "state of citizenship",
            "state of citizenship of the family member",
            "state of which the family member is a citizen",
            "citizen",
        ),
        "residence": ("state of residence", "state of residence of the family member", "resident"),
    },
    "LEGALLY_PRESENT": {
        "applicant-counts": (
            *YES,
            "counts",
            "yes, the evidence list names the applicant's document",
            "yes, the evidence list names the applicant's document [V: S5 Annex I(1)]",
        ),
        "applicant-does-not": (*NO, "does not count", "applicant does not count"),
    },
    "ACADEMIC_YEAR": {
        "nine-months": ("9", "9 months"),
        "ten-months": ("10", "10 months"),
        "twelve-months": ("12", "12 months"),
    },
    "VISA_FREE_LIST": {"recorded": ("record", "as recorded"), "common": ("common list",)},
}
"""The keys that a case may answer, in the order of section 9, and after it; for each answer its further spellings."""
