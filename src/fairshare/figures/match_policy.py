"""The file of a policy (contract 9): the weights of a matching as exact fractions."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import yaml

from fairshare.faults import BadInputError, Fault
from fairshare.figures.tables import FaultyCellError, as_number, as_positive, read_mapping, read_text

LARGEST: Final = 1_000_000
_NUMBERS: Final = ("place", "vulnerable", "links", "time_limit")
_NAMES: Final = ("place", "vulnerable", "links", "kinds", "time_limit")


def read_policy(path: str | Path, kinds: Collection[str]) -> dict[str, Any]:
    """What a policy file sets, and nothing else: ``place``, ``vulnerable``, ``links`` and ``time_limit`` (seconds) as
    fractions, ``kinds`` as a dict of fractions. A decimal is read as it is written: ``0.1`` is 1/10.

    ``kinds``: the kinds of links that there are. Raises :class:`~fairshare.faults.BadInputError` with every fault: an
    unknown or a repeated name, a weight that is no number from 0 to 1,000,000, a time limit of 0."""
    read_mapping(path)  # names what is no YAML, or no mapping
    reading = _Reading(str(path))
    root = yaml.compose(read_text(path), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    result = dict[str, Any]()
    for name, value, line in reading.entries(root, "", _NAMES):
        if name in _NUMBERS:
            result[name] = reading.number(name, value, line)
        else:
            inner = reading.entries(value, "kinds.", kinds, line)
            result[name] = {kind: reading.number(f"kinds.{kind}", weight, at) for kind, weight, at in inner}
    if reading.faults:
        raise BadInputError(reading.faults)
    return result


class _Reading:
    """The nodes of one file, with their lines; what is wrong is collected on the way."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []

    def entries(
        self, node: yaml.Node | None, prefix: str, known: Collection[str], line: int = 1
    ) -> list[tuple[str, yaml.Node, int]]:
        """The entries of a mapping whose names are known, each with its line; the others are faults."""
        if not isinstance(node, yaml.MappingNode):
            self._fault(line, prefix.rstrip("."), "is no mapping", "lines of the form NAME: value")
            return []
        found = dict[str, tuple[str, yaml.Node, int]]()
        for key, value in node.value:
            name, at = str(key.value), key.start_mark.line + 1
            if name in found:
                self._fault(at, prefix + name, f"stands on line {found[name][2]} already", "each name once")
            elif name not in known:
                self._fault(at, prefix + name, "is unknown", "one of " + ", ".join(known))
            else:
                found[name] = (name, value, at)
        return list(found.values())

    def number(self, name: str, node: yaml.Node, line: int) -> Fraction:
        """A weight or a time; whatever stands there, some number comes back."""
        expected = f"a number {'above' if name == 'time_limit' else 'from'} 0 to {LARGEST:,}"
        try:
            if not isinstance(node, yaml.ScalarNode):
                raise FaultyCellError("is not a number", expected)
            found = (as_positive if name == "time_limit" else as_number)(node.value.strip())
            if found > LARGEST:
                raise FaultyCellError(f"{node.value} is too large", expected)
        except FaultyCellError as error:
            self._fault(line, name, error.problem, expected)
            return Fraction(0)
        return found

    def _fault(self, line: int, name: str, problem: str, expected: str) -> None:
        self.faults.append(Fault(self.file, line, name, problem, expected))
