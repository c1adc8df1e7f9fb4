"""The rules of Regulation (EU) 2024/1351, as pure functions that name the provision they carry out.

The names below are the public interface and stay stable; each is loaded when it is first used.

>>> from fairshare import law
>>> print(law.apportion("webster", 3, {"DE": 2, "FR": 1}))
webster, 3 units: DE 2, FR 1
>>> case = {"id": "1", "applicant": "a", "persons": [{"id": "a", "birth_date": "1995-05-05"}],
...         "registrations": [{"state": "FR", "registered": "2026-09-14"}]}
>>> [(found["responsible"], found["basis"]) for found in law.documents(law.answer(law.read_cases([case])))]
[('FR', 'AMMR 16(2)')]
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from fairshare.law.apportionment import Apportionment, DrawState, apportion, draw
    from fairshare.law.choices import CHOICES, Choices
    from fairshare.law.citation import REGISTER, cites
    from fairshare.law.keys import KEYS, KeyResult, key_shares
    from fairshare.law.mechanisms.tradable_quotas import market
    from fairshare.law.outcome import NeedsDecision, RefusedError, Step, Test
    from fairshare.law.responsibility.answers import answer, documents
    from fairshare.law.responsibility.notation import read_cases
    from fairshare.law.solidarity.contributions import fair_shares, reference_number
    from fairshare.law.solidarity.cycle import calendar
    from fairshare.law.solidarity.relocation_clock import relocation_clock
    from fairshare.law.solidarity.settlement import contribution_due
    from fairshare.law.voting import qualified_majority

_PUBLIC: Final = {
    "CHOICES": "choices",
    "Choices": "choices",
    "REGISTER": "citation",
    "cites": "citation",
    "KEYS": "keys",
    "KeyResult": "keys",
    "key_shares": "keys",
    "Apportionment": "apportionment",
    "DrawState": "apportionment",
    "apportion": "apportionment",
    "draw": "apportionment",
    "NeedsDecision": "outcome",
    "RefusedError": "outcome",
    "Step": "outcome",
    "Test": "outcome",
    "answer": "responsibility.answers",
    "documents": "responsibility.answers",
    "read_cases": "responsibility.notation",
    "calendar": "solidarity.cycle",
    "contribution_due": "solidarity.settlement",
    "fair_shares": "solidarity.contributions",
    "reference_number": "solidarity.contributions",
    "relocation_clock": "solidarity.relocation_clock",
    "market": "mechanisms.tradable_quotas",
    "qualified_majority": "voting",
}

__all__ = [
    "CHOICES",
    "KEYS",
    "REGISTER",
    "Apportionment",
    "Choices",
    "DrawState",
    "KeyResult",
    "NeedsDecision",
    "RefusedError",
    "Step",
    "Test",
    "answer",
    "apportion",
    "calendar",
    "cites",
    "contribution_due",
    "documents",
    "draw",
    "fair_shares",
    "key_shares",
    "market",
    "qualified_majority",
    "read_cases",
    "reference_number",
    "relocation_clock",
]


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PUBLIC[name]}"), name)
