"""COM(2016) 270, the proposal of 2016 ("Dublin IV"), in outline: Dublin III with a wider family and no lapse of time.

Never adopted, withdrawn on 23 April 2021. The numbers of its articles are from memory. Its corrective allocation
(Chapter VII) hangs on the applications in every state and is built as a mechanism of its own
(:mod:`fairshare.law.mechanisms.corrective2016`): one case cannot tell whether it would have gone that way.
"""

from __future__ import annotations

from typing import Final

from fairshare.law.responsibility.criteria.dependants import dependants_2016
from fairshare.law.responsibility.criteria.documents import documents_2016
from fairshare.law.responsibility.criteria.entry import irregular_entry_2016
from fairshare.law.responsibility.criteria.family import family_applicant_2016, family_beneficiary_2016
from fairshare.law.responsibility.criteria.minors import minors_2016
from fairshare.law.responsibility.criteria.transit import transit_2016
from fairshare.law.responsibility.criteria.visa_free import visa_free_2016
from fairshare.law.responsibility.ladder import Rule
from fairshare.law.responsibility.trace import BLOCKED, MET, NOTED, reason

LADDER: Final[tuple[Rule, ...]] = (
    minors_2016,
    dependants_2016,
    family_beneficiary_2016,
    family_applicant_2016,
    documents_2016,
    irregular_entry_2016,
    visa_free_2016,
    transit_2016,
)

ADMISSIBILITY: Final = reason(
    "COM2016 3(3)",
    NOTED,
    "{0:state} would first have examined whether the application is admissible; an inadmissible one stays there",
)
ALLOCATION: Final = reason(
    "COM2016 34",
    NOTED,
    "the corrective allocation depends on the applications in all states and is not tested for one case",
)
FALLBACK: Final = reason(
    "COM2016 3(2)", MET, "no criterion names a state: {0:state} is where the application was lodged first"
)
PASSED_OVER: Final = reason(
    "COM2016 3(2)",
    BLOCKED,
    "systemic flaws in {0:state} would bring a risk of inhuman or degrading treatment: the determination goes on",
)
BECOMES: Final = reason(
    "COM2016 3(2)",
    MET,
    "no other state can be named to which the person may be transferred: {0:state}, which conducts the determination, "
    "becomes responsible",
)
