"""Who is no matter of the criteria: beneficiaries of protection, and persons admitted from third countries.

Who is a matter of the criteria, as nearly everybody, gets no line in the chain for it.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from fairshare.law.citation import cites
from fairshare.law.responsibility.codes import NONE, PaperType, bit
from fairshare.law.responsibility.ladder import Scope, Verdict, unmet
from fairshare.law.responsibility.table import CaseTable
from fairshare.law.responsibility.trace import HUMAN, MET, SILENT, reason

_PROTECTED: Final = reason(
    "APR 38(1)(c)",
    HUMAN,
    "the person has protection in {0:state}: the rules on responsibility are for applicants; is the application "
    "inadmissible?",
)
ADMITTED: Final = reason(
    "AMMR 36(1)(c)", MET, "{0:state} admitted the person by resettlement or on humanitarian grounds"
)


@cites("AMMR 16(1)")
def protected_elsewhere(table: CaseTable, scope: Scope) -> Verdict:
    """A beneficiary of protection is no applicant: Part III does not decide, admissibility has to be examined.

    The ground is Article 38(1)(c) of Regulation (EU) 2024/1348. A relocated beneficiary is a matter of Article 68(4).
    """
    protected = table.protected_in != NONE
    if not protected.any():
        return unmet(table.rows, SILENT)
    return Verdict(
        state=np.full(table.rows, NONE, np.int8),
        why=np.where(protected, _PROTECTED, SILENT).astype(np.int16),
        figures=(table.protected_in,),
        options=np.where(protected, bit(table.protected_in) | bit(scope.determining), 0),
    )


@cites("AMMR 36(1)(c)")
def admitted(table: CaseTable, scope: Scope) -> Verdict:
    """A person admitted by resettlement or humanitarian admission belongs to the state that admitted.

    On record it is a document of that type; a Eurodac set of its Articles 18 and 20 has no place in a case yet.
    """
    papers = table.documents
    state = np.full(table.rows, NONE, np.int8)
    slot = np.full(table.rows, NONE, np.int8)
    for i in reversed(range(papers.count)):
        here = (papers.type[i] == PaperType.ADMISSION) & ~(papers.valid_from[i] > scope.day)
        here &= (papers.issuer[i] != NONE) & (bit(papers.issuer[i]) & scope.barred == 0)
        state, slot = np.where(here, papers.issuer[i], state), np.where(here, np.int8(i), slot)
    if not (state != NONE).any():
        return unmet(table.rows, SILENT)
    whys = np.where(state != NONE, ADMITTED, SILENT).astype(np.int16)
    return Verdict(state=state, why=whys, figures=(state,), slot=slot, group="documents")
