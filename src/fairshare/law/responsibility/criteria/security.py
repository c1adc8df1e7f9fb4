"""Article 16(4): an applicant who is a threat to internal security is examined by the state that made the check."""

from __future__ import annotations

from typing import Final

import numpy as np

from fairshare.law.citation import cites
from fairshare.law.responsibility.codes import NONE
from fairshare.law.responsibility.ladder import Scope, Verdict
from fairshare.law.responsibility.table import CaseTable
from fairshare.law.responsibility.trace import MET, NOT_MET, reason

_THREAT: Final = reason(
    "AMMR 16(4)", MET, "{0:state} made the security check and found reasonable grounds of a threat to internal security"
)
_NO_THREAT: Final = reason("AMMR 16(4)", NOT_MET, "no threat to internal security has been found")


@cites("AMMR 16(4)")
def security(table: CaseTable, scope: Scope) -> Verdict:
    """The state that did the check, before any criterion is applied; there is no request to another state then.

    A finding that names no state is one of the state that conducts the determination, which has to check first.
    """
    threat = table.security_threat == 1
    checked_by = np.where(table.security_by == NONE, scope.determining, table.security_by)
    return Verdict(
        state=np.where(threat, checked_by, NONE).astype(np.int8),
        why=np.where(threat, _THREAT, _NO_THREAT).astype(np.int16),
        figures=(checked_by,),
    )
