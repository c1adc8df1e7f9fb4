"""Where each rule stands in the law: the decorator ``@cites`` and the register behind ``fairshare law``.

A citation is ``ACT ARTICLE(PARAGRAPH)(POINT)``. Acts: ``AMMR`` (Regulation (EU) 2024/1351), ``CFMR`` (2024/1359),
``APR`` (2024/1348), ``IR`` (Implementing Regulation (EU) 2025/2055), ``DUBLIN3`` (Regulation (EU) No 604/2013),
``CONVENTION1990`` (the Dublin Convention of 15 June 1990), ``COM2016`` (COM(2016) 270), ``RCD`` (Directive (EU)
2024/1346, reception), ``SEMM`` (Regulation (EU) 2022/922, Schengen evaluation: a model only), ``TEU``, ``TFEU``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

_F = TypeVar("_F", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Rule:
    """A function and the provisions that it carries out."""

    function: str
    provisions: tuple[str, ...]
    choices: tuple[str, ...]
    invariants: tuple[str, ...]


REGISTER: Final[dict[str, Rule]] = {}
"""Every rule that was imported, by dotted name. Filled by :func:`cites` alone."""


def cites(*provisions: str, choices: tuple[str, ...] = (), invariants: tuple[str, ...] = ()) -> Callable[[_F], _F]:
    """Register a function or the class of a rule: what it carries out, the choices it makes, the invariants it holds.

    >>> @cites("AMMR 66")
    ... def share() -> int:
    ...     return 1
    >>> share.__cites__
    ('AMMR 66',)
    >>> _ = REGISTER.pop("fairshare.law.citation.share")
    """

    def register(function: _F) -> _F:
        name = f"{function.__module__}.{function.__qualname__}"
        REGISTER[name] = Rule(name, provisions, choices, invariants)
        function.__cites__ = provisions  # type: ignore[attr-defined]
        return function

    return register
