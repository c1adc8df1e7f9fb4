"""Article 32 and its forerunners: an application made in the international transit area of an airport."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from fairshare.law.citation import cites
from fairshare.law.responsibility.codes import NONE, Place, Whys
from fairshare.law.responsibility.criteria.lookback import not_barred
from fairshare.law.responsibility.ladder import Rule, Scope, Verdict
from fairshare.law.responsibility.table import CaseTable
from fairshare.law.responsibility.trace import MET, NOT_MET, reason


@cites("AMMR 32", "DUBLIN3 15", "CONVENTION1990 7")
@dataclass(frozen=True, slots=True)
class TransitCriterion:
    """The state of the airport is responsible. ``whys`` holds the reason for not met and the one for met."""

    whys: Whys

    def __call__(self, table: CaseTable, scope: Scope) -> Verdict:
        """The state in whose airport the application was made."""
        met = not_barred(scope.place == Place.AIRPORT_TRANSIT_AREA, scope.registered_in, scope)
        return Verdict(
            state=np.where(met, scope.registered_in, np.int8(NONE)),
            why=np.where(met, self.whys[1], self.whys[0]),
            figures=(scope.registered_in,),
        )


def _criterion(rule: str) -> TransitCriterion:
    return TransitCriterion(
        np.array(
            [
                reason(rule, NOT_MET, "the application was not made in the international transit area of an airport"),
                reason(
                    rule, MET, "the application was made in the international transit area of an airport in {0:state}"
                ),
            ],
            np.int16,
        )
    )


transit: Final[Rule] = _criterion("AMMR 32")
transit_dublin3: Final[Rule] = _criterion("DUBLIN3 15")
transit_1990: Final[Rule] = _criterion("CONVENTION1990 7")
transit_2016: Final[Rule] = _criterion("COM2016 17")
