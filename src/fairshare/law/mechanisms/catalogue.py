"""Every mechanism by name, in the order in which they came."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from fairshare.faults import bad_argument
from fairshare.law.mechanisms import (
    ammr,
    ammr_2026,
    ammr_full_delivery,
    convention1990,
    corrective2016,
    dublin_as_applied,
    dublin_as_written,
    free_choice,
    no_system,
    proposal2020,
    pure_key,
    relocation2015,
    tradable_quotas,
    voluntary2022,
)
from fairshare.law.mechanisms.interface import Mechanism

_ALL: Final = (
    no_system,
    convention1990,
    dublin_as_applied,
    dublin_as_written,
    relocation2015,
    corrective2016,
    proposal2020,
    voluntary2022,
    ammr,
    ammr_full_delivery,
    ammr_2026,
    pure_key,
    free_choice,
    tradable_quotas,
)

CATALOGUE: Final[Mapping[str, Mechanism]] = MappingProxyType({one.MECHANISM.name: one.MECHANISM for one in _ALL})
"""The mechanisms. A new one is a file with a ``MECHANISM`` and one line here."""


def mechanism(name: str) -> Mechanism:
    """The mechanism called ``name``. Raises :class:`~fairshare.faults.BadInputError` naming those that are known.

    >>> mechanism("pure-key").entrance
    'key'
    """
    if name not in CATALOGUE:
        raise bad_argument("mechanism", f"{name!r} is not a mechanism", "one of " + ", ".join(CATALOGUE))
    return CATALOGUE[name]
