"""Dublin III, Regulation (EU) No 604/2013, for applications registered before the Regulation applies (Article 84(2)).

The order is that of Chapter III, the first criterion met decides (Article 7(1)). Dependants (Article 16) come after
minors and before the family, as under the Regulation: the Court held the predecessor of Article 16 binding on the state
that the criteria name (K, C-245/11 [from memory]). There is no criterion for diplomas, none for search and rescue and
no security gate.
"""

from __future__ import annotations

from typing import Final

from fairshare.law.responsibility.criteria.dependants import dependants_dublin3
from fairshare.law.responsibility.criteria.documents import documents_dublin3
from fairshare.law.responsibility.criteria.entry import continuous_stay_dublin3, irregular_entry_dublin3
from fairshare.law.responsibility.criteria.family import family_applicant_dublin3, family_beneficiary_dublin3
from fairshare.law.responsibility.criteria.minors import minors_dublin3
from fairshare.law.responsibility.criteria.transit import transit_dublin3
from fairshare.law.responsibility.criteria.visa_free import visa_free_dublin3
from fairshare.law.responsibility.ladder import Rule
from fairshare.law.responsibility.trace import BLOCKED, MET, NOTED, reason

LADDER: Final[tuple[Rule, ...]] = (
    minors_dublin3,
    dependants_dublin3,
    family_beneficiary_dublin3,
    family_applicant_dublin3,
    documents_dublin3,
    irregular_entry_dublin3,
    continuous_stay_dublin3,
    visa_free_dublin3,
    transit_dublin3,
)
"""Articles 8, 16, 9, 10, 12, 13(1), 13(2), 14 and 15."""

FALLBACK: Final = reason(
    "DUBLIN3 3(2)", MET, "no criterion names a state: {0:state} is where the application was lodged first"
)
PASSED_OVER: Final = reason(
    "DUBLIN3 3(2)",
    BLOCKED,
    "systemic flaws in {0:state} would bring a risk of inhuman or degrading treatment: the determination goes on",
)
BECOMES: Final = reason(
    "DUBLIN3 3(2)",
    MET,
    "no other state can be named to which the person may be transferred: {0:state}, which conducts the determination, "
    "becomes responsible",
)
DUBLIN2: Final = reason(
    "DUBLIN3 49",
    NOTED,
    "Dublin II (Regulation (EC) No 343/2003) governed applications lodged on {0:day}; it is not built here on its own, "
    "and the criteria of Dublin III are used in its place",
)
"""Dublin III applies to applications lodged from 1 January 2014 [from memory: its Article 49]."""
