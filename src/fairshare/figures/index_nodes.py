"""Parts of the file of a composite indicator, with their lines: names, words, numbers, options of names."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

import yaml

from fairshare.faults import Fault
from fairshare.figures.tables import FaultyCellError, as_number

OPTIONS: Final = ("weight", "direction", "denominator", "normalise", "impute", "outliers", "aggregate", "parent")
WORDS: Final = ("title", "description")
STEPS: Final = ("impute", "outliers")
"""Options that may be a mapping of settings."""
ALIASES: Final = {
    "weights": "weight",
    "directions": "direction",
    "denominators": "denominator",
    "normalize": "normalise",
    "normalisation": "normalise",
    "normalization": "normalise",
    "aggregation": "aggregate",
    "imputation": "impute",
    "availability": "screen",
}
CODES: Final = ("code", "id", "indicator", "name")
_METHODS: Final = {
    **{word: word for word in ("minmax", "zscore", "rank", "percentile", "arithmetic", "geometric", "copeland")},
    **{word: word for word in ("none", "mean", "median", "winsorise")},
    **dict.fromkeys(("winsorize", "winsorised", "winsorized"), "winsorise"),
    **dict.fromkeys(("no", "false", ""), "none"),
    "groupmean": "group-mean",
}
"""Method words by what is left of them without case, blanks, hyphens and underscores."""
_DEEPEST: Final = 40


class Nodes:
    """The nodes of one file. What is wrong is collected; so is what is set for a name, for all names, and for steps.

    ``lists``: what is set for a name as a list or a mapping, that is, for its members."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults: list[Fault] = []
        self.lines: dict[str, int] = {}
        self.options: dict[str, dict[str, Any]] = {}
        self.for_all: dict[str, Any] = {}
        self.lists: list[tuple[str, str, yaml.Node, int]] = []
        self.by: str | None = None
        self.limits: dict[str, Any] = {}

    def fault(self, line: int, name: str, problem: str, expected: str) -> None:
        """Note a fault."""
        self.faults.append(Fault(self.file, line, name or "file", problem, expected))

    @staticmethod
    def is_empty(node: yaml.Node) -> bool:
        """Whether nothing is written there."""
        return isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null"

    def pairs(self, node: yaml.Node, prefix: str, line: int) -> list[tuple[str, yaml.Node, int]]:
        """The entries of a mapping, each name once, with lines."""
        if not isinstance(node, yaml.MappingNode):
            self.fault(line, prefix.rstrip("."), "is no mapping", "lines of the form NAME: value")
            return []
        found = dict[str, tuple[str, yaml.Node, int]]()
        for key, value in node.value:
            name, at = _text(key), key.start_mark.line + 1
            if name is None:
                self.fault(at, prefix.rstrip("."), "has a name that is no text", "NAME: value")
            elif name in found:
                self.fault(at, prefix + name, f"stands on line {found[name][2]} already", "each name once")
            else:
                found[name] = (name, value, at)
        return list(found.values())

    def entries(
        self, node: yaml.Node | None, prefix: str, line: int, known: Collection[str]
    ) -> list[tuple[str, yaml.Node, int]]:
        """The entries of a mapping whose names are known, after aliases; the others are faults."""
        found: dict[str, tuple[str, yaml.Node, int]] = {}
        for written, value, at in self.pairs(node, prefix, line) if node is not None else []:
            name = ALIASES.get(written, written)
            if name not in known:
                self.fault(at, prefix + written, "is unknown", "one of " + ", ".join(known))
            elif name in found:
                self.fault(at, prefix + written, f"stands on line {found[name][2]} already", "each name once")
            else:
                found[name] = (name, value, at)
        return list(found.values())

    def named(self, node: yaml.Node, what: str, line: int) -> list[tuple[str, yaml.Node | None, int]]:
        """Names with what is said of each: of a mapping, a list of names, or a list of mappings with ``name``.

        A ``code`` goes before a name, which then is a title."""
        if isinstance(node, yaml.MappingNode):
            return [*self.pairs(node, f"{what}.", line)]
        if not isinstance(node, yaml.SequenceNode):
            self.fault(line, what, "is no mapping and no list", "NAME: {…} or - {name: NAME, …}")
            return []
        found: list[tuple[str, yaml.Node | None, int]] = []
        for item in node.value:
            at = item.start_mark.line + 1
            inner = {name: value for name, value, _ in self.pairs(item, f"{what}.", at)} if not _text(item) else {}
            name = _text(item) or next((_text(inner[key]) for key in CODES if key in inner), None)
            if name is None:
                self.fault(at, what, "is an item without a name", "- NAME or - {name: NAME, …}")
            elif name in [other for other, _, _ in found]:
                self.fault(at, f"{what}.{name}", "stands twice", "each name once")
            else:
                found.append((name, item if inner else None, at))
        return found

    def word(self, name: str, node: yaml.Node, line: int) -> str:
        """A word, or a name of a column."""
        text = _text(node)
        if text is None:
            self.fault(line, name, "is no word", "one word")
        return text or ""

    def option_for_all(self, option: str, node: yaml.Node, line: int) -> None:
        """An option at the top of the file: one value for all, or values by name; of ``aggregate`` also by level."""
        node = method_of(option, node)
        if option == "parent" or (isinstance(node, yaml.MappingNode) and option not in STEPS):
            self.by_name(option, node, line)
        elif option == "weight" and (_text(node) or "").lower() == "equal":
            self.for_all[option] = Fraction(1)
        elif option == "aggregate" and isinstance(node, yaml.SequenceNode):
            self.for_all[option] = [self.value(option, option, one, line) for one in node.value]
        else:
            self.for_all[option] = self.value(option, option, node, line)

    def by_name(self, option: str, node: yaml.Node, line: int) -> None:
        """Values of an option by name."""
        for name, value, at in self.pairs(node, f"{option}.", line):
            self.option(name, option, value, at)

    def option(self, name: str, option: str, node: yaml.Node, line: int) -> None:
        """An option of one name, or of its members. Two values that differ are a fault."""
        if option not in STEPS and not isinstance(node, yaml.ScalarNode):
            self.lists.append((name, option, node, line))
            return
        value = self.value(f"{name}.{option}", option, node, line)
        mine = self.options.setdefault(name, {})
        self.lines.setdefault(name, line)
        self.lines.setdefault(f"{name}.{option}", line)
        if option in mine and mine[option] != value:
            self.fault(line, f"{name}.{option}", f"is {value} here and {mine[option]} elsewhere", "one value")
        mine[option] = value

    def in_order(self, name: str, members: Sequence[str], option: str, node: yaml.Node, line: int) -> None:
        """An option of members, as a list in their order."""
        if option == "aggregate" or len(node.value) != len(members):
            problem = f"has {len(node.value)} values for {len(members)} members"
            self.fault(line, name, problem, "one for each member, or one value")
            return
        for member, one in zip(members, node.value, strict=True):
            self.option(member, option, one, one.start_mark.line + 1)

    def spread(self, members: Mapping[str, Sequence[str]]) -> None:
        """Set what is said of groups for their ``members``: a list in their order, or a mapping by name."""
        waiting, self.lists = self.lists, []
        for name, option, node, line in waiting:
            if name not in members:
                self.fault(
                    line, f"{name}.{option}", "is no single value", "one value, or of a group one for each member"
                )
            elif isinstance(node, yaml.SequenceNode):
                self.in_order(f"{name}.{option}", members[name], option, node, line)
            else:
                self.by_name(option, node, line)
        for name, option, _, line in self.lists:
            self.fault(line, f"{name}.{option}", "is no single value", "one value")

    def value(self, name: str, option: str, node: yaml.Node, line: int) -> Any:
        """The value of an option; whatever stands there, something comes back."""
        if option in STEPS and isinstance(node, yaml.MappingNode):
            return self._step(name, option, node, line)
        text = "" if self.is_empty(node) else _text(node)
        if text is None:
            self.fault(line, name, "is no single value", "one value")
            return 1
        if option == "weight":
            return self.number(name, node, line)
        if option == "direction":
            return self._direction(name, text, line)
        if option in ("denominator", "parent"):
            return None if text.lower() in ("", "none") else text
        return _method(text)

    def _direction(self, name: str, text: str, line: int) -> int:
        if text not in ("1", "+1", "-1", "1.0", "-1.0"):
            self.fault(line, name, f"{text!r} is no direction", "1 (more is higher) or -1 (more is lower)")
        return -1 if text.startswith("-") else 1

    def _step(self, name: str, option: str, node: yaml.Node, line: int) -> str:
        """A method with its settings: ``{method: …, by: …}``, or the limits of outliers. Settings hold for all."""
        known = ("method", "by") if option == "impute" else ("method", "skew", "kurtosis", "points", "log")
        method = "winsorise" if option == "outliers" else ""
        for setting, value, at in self.entries(node, f"{name}.", line, known):
            if setting == "method":
                method = _method(self.word(f"{name}.method", value, at))
            elif setting == "by":
                self.by = self.word(f"{name}.by", value, at)
            elif setting == "log":
                self.limits[setting] = self.flag(f"{name}.log", value, at)
            else:
                number = self.number(f"{name}.{setting}", value, at)
                if setting == "points" and number.denominator != 1:
                    self.fault(at, f"{name}.points", f"{float(number):g} is not whole", "a whole number")
                self.limits[setting] = int(number) if setting == "points" else float(number)
        return method or ("group-mean" if self.by else "none")

    def number(self, name: str, node: yaml.Node, line: int) -> Fraction:
        """A number, 0 or more."""
        try:
            return as_number((_text(node) or "").strip())
        except FaultyCellError as error:
            self.fault(line, name, error.problem, error.expected)
            return Fraction(1)

    def flag(self, name: str, node: yaml.Node, line: int) -> bool:
        """True or false."""
        if node.tag != "tag:yaml.org,2002:bool":
            self.fault(line, name, "is neither true nor false", "true or false")
        return str(node.value).lower() in ("true", "yes", "on")

    def screen(self, node: yaml.Node, line: int) -> dict[str, Any]:
        """The least shares of data, and what happens below them."""
        found: dict[str, Any] = {}
        for name, value, at in self.entries(node, "screen.", line, ("units", "indicators", "leave_out")):
            if name == "leave_out":
                found[name] = self.flag(f"screen.{name}", value, at)
                continue
            found[name] = float(self.number(f"screen.{name}", value, at))
            if found[name] > 1:
                self.fault(at, f"screen.{name}", f"{found[name]:g} is more than all", "a share from 0 to 1")
        return found

    def is_too_deep(self, depth: int, name: str, line: int) -> bool:
        """Whether groups are written in groups without an end, as aliases of YAML can do."""
        if depth > _DEEPEST:
            self.fault(line, name, "holds groups in groups without an end", f"at most {_DEEPEST} levels")
        return depth > _DEEPEST


def _text(node: yaml.Node | None) -> str | None:
    """What is written in a node, where that is one value and not nothing."""
    return str(node.value) if isinstance(node, yaml.ScalarNode) and not Nodes.is_empty(node) else None


def method_of(option: str, node: yaml.Node) -> yaml.Node:
    """What stands in ``{method: …}`` alone, for a step without other settings; else the node itself."""
    plain = option in ("aggregate", "normalise") and isinstance(node, yaml.MappingNode) and len(node.value) == 1
    return node.value[0][1] if plain and node.value[0][0].value == "method" else node


def _method(text: str) -> str:
    return _METHODS.get("".join(c for c in text.lower() if c not in " -_"), text.strip())
