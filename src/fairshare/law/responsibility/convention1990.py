"""The Dublin Convention of 15 June 1990, in force from 1 September 1997, in outline.

Articles 4 to 8 in their order (Article 3(2)). Article 7(1) names the state that controls the entry, but for those who
need no visa where they apply; Article 7(3) those who apply in an airport: the exceptions are asked before the rule.
The Convention has no rule for minors, for applicants in the family, for dependants or for a family procedure, and none
for a real risk in the state that it names.
"""

from __future__ import annotations

from typing import Final

from fairshare.law.responsibility.criteria.documents import documents_1990
from fairshare.law.responsibility.criteria.entry import controlled_entry_1990, irregular_entry_1990
from fairshare.law.responsibility.criteria.family import family_refugee_1990
from fairshare.law.responsibility.criteria.transit import transit_1990
from fairshare.law.responsibility.criteria.visa_free import visa_free_1990
from fairshare.law.responsibility.ladder import Rule
from fairshare.law.responsibility.trace import MET, NOTED, reason

LADDER: Final[tuple[Rule, ...]] = (
    family_refugee_1990,
    documents_1990,
    irregular_entry_1990,
    visa_free_1990,
    transit_1990,
    controlled_entry_1990,
)
"""Articles 4, 5, 6, 7(1) second half, 7(3) and 7(1)."""

FALLBACK: Final = reason(
    "CONVENTION1990 8", MET, "no criterion names a state: {0:state} is where the application was lodged first"
)
RISK: Final = reason(
    "CONVENTION1990 3(4)",
    NOTED,
    "a real risk in {0:state} is on record; the Convention itself has no rule for it, but {1:state} may examine the "
    "application if the applicant agrees",
)
NOT_IN_FORCE: Final = reason(
    "CONVENTION1990 22", NOTED, "on {0:day} the Convention was not yet in force: it began to apply on 1 September 1997"
)
"""Entry into force: Article 22 [from memory]."""
