"""The file of a scenario: YAML, strict; every fault by its path and line, all at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from math import inf, isfinite
from typing import Annotated, Any, Final

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from fairshare.faults import BadInputError, Fault
from fairshare.figures.tables import read_mapping, read_text
from fairshare.law.mechanisms.catalogue import mechanism
from fairshare.law.mechanisms.declared import declared
from fairshare.law.mechanisms.interface import Mechanism
from fairshare.simulation.behaviour import Parameter
from fairshare.simulation.scenario import Range, Scenario, years_between
from fairshare.states import PART_IV, state_code

MOST_DRAWS: Final = 1_000_000
DEFAULT: Final = "default"
OBSERVED: Final = "observed"

_Said = tuple[str, str, str]
"""A fault before it has its line: path, problem, what was expected."""


def _range(value: object) -> object:
    """One number stands for a range of one value."""
    return {"low": value, "best": value, "high": value} if type(value) in (int, float) else value


def _state(code: str) -> str:
    found = state_code(code)
    if found is None:
        raise ValueError("is not a known state; expected a Eurostat code such as DE or EL, or an English name")
    return found


def _every_state(table: dict[str, Any]) -> dict[str, Any]:
    """A table by state names all of Part IV, or says what the others have."""
    missing = sorted(PART_IV - set(table)) if table and DEFAULT not in table else []
    if missing:
        raise ValueError(f"leaves out {', '.join(missing)}; expected every state of Part IV, or `{DEFAULT}`")
    return table


def _places(value: object) -> object:
    """``observed`` leaves the figure as it is."""
    return None if value == OBSERVED else value


_Number = Annotated[float, Field(allow_inf_nan=False, ge=-1e12, le=1e12, strict=True)]
_Places = Annotated[
    Annotated[float, Field(allow_inf_nan=False, ge=0, le=1e9, strict=True)] | None, BeforeValidator(_places)
]
_Times = Annotated[float, Field(allow_inf_nan=False, ge=0, le=100, strict=True)]
_Key = Annotated[str, AfterValidator(lambda code: code if code == DEFAULT else _state(code))]


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)


class _Range(_Closed):
    low: _Number
    best: _Number
    high: _Number

    @model_validator(mode="after")
    def _in_order(self) -> _Range:
        if not self.low <= self.best <= self.high:
            raise ValueError("is not in order; expected low <= best <= high")
        return self


class _Scenario(_Closed):
    years: Annotated[tuple[int, ...], BeforeValidator(years_between)]
    mechanisms: Annotated[list[Any], Field(min_length=1)]
    sample: Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)] = 0.01
    draws: Annotated[int, Field(ge=1, le=MOST_DRAWS)] = 1
    seed: Annotated[int, Field(ge=0, lt=2**63)] = 1
    parts: Annotated[int, Field(ge=1, le=100_000)] = 1
    matching: bool = False
    parameters: dict[str, Annotated[_Range, BeforeValidator(_range)]] = Field(default_factory=dict)
    capacity: Annotated[dict[_Key, _Places], AfterValidator(_every_state)] = Field(default_factory=dict)
    arrivals: Annotated[dict[_Key, _Times], AfterValidator(_every_state)] = Field(default_factory=dict)


_NO_MAPPING: Final = ("is no mapping", "lines of the form NAME: value")
_WORDS: Final = {
    "missing": ("is missing", ""),
    "extra_forbidden": ("is unknown", "one of " + ", ".join(_Scenario.model_fields)),
    "invalid_key": ("is no name", "a name in letters"),
    "dict_type": _NO_MAPPING,
    "model_type": ("is no number", "a number, or {low: …, best: …, high: …}"),
    "list_type": ("is no list", "[NAME, NAME]"),
    "too_short": ("is empty", "[NAME, NAME]"),
}
"""What we say of pydantic's kinds of faults: problem, and what was expected."""


def read_scenario(path: str, parameters: tuple[Parameter, ...]) -> Scenario:
    """The scenario of a file. Raises :class:`~fairshare.faults.BadInputError` with every fault: a name that is unknown
    or stands twice, a rate over 1, a negative capacity, a state that is missing or unknown, a year out of range, a
    value that is no finite number."""
    read = read_mapping(path)  # names what is no YAML, or no mapping
    lines, repeated = _lines(path)
    faults: list[_Said] = []
    known = {one.name: one for one in parameters}
    raw = read.get("mechanisms")
    mechanisms, found = _mechanisms(raw if isinstance(raw, list) else [])
    faults += found
    try:
        file = _Scenario.model_validate(read)
    except ValidationError as error:
        faults += [_said(one) for one in error.errors(include_url=False)]
    faults += [fault for name in ("capacity", "arrivals") for fault in _twice(name, read.get(name))]
    ranges = read.get("parameters")
    faults += list(_parameter_faults(ranges if isinstance(ranges, dict) else {}, known))
    if faults or repeated:
        raise BadInputError((*repeated, *(Fault(path, _line_of(at, lines), at, what, of) for at, what, of in faults)))
    return Scenario(
        file.years,
        mechanisms,
        file.sample,
        file.draws,
        file.seed,
        file.parts,
        {name: Range(one.low, one.best, one.high) for name, one in file.parameters.items()},
        _for_states(file.capacity),
        _for_states(file.arrivals),
        file.matching,
    )


def _for_states(table: Mapping[str, float | None]) -> dict[str, float]:
    """A table with its default spread over the states of Part IV that it does not name; what is observed left out."""
    full = dict.fromkeys(sorted(PART_IV), table.get(DEFAULT)) | {s: v for s, v in table.items() if s != DEFAULT}
    return {state: value for state, value in full.items() if value is not None}


def _mechanisms(entries: list[Any]) -> tuple[tuple[Mechanism, ...], list[_Said]]:
    """Each mechanism by its name, or as it is declared; and what is wrong with each."""
    found: list[Mechanism] = []
    faults: list[_Said] = []
    for place, entry in enumerate(entries):
        at = f"mechanisms[{place}]"
        try:
            new = declared(entry) if isinstance(entry, dict) else mechanism(str(entry))
        except BadInputError as error:
            names = isinstance(entry, dict)
            faults += [(f"{at}.{one.field}" if names else at, one.problem, one.expected) for one in error.faults]
            continue
        if any(new.name == other.name for other in found):
            faults.append((at, f"{new.name} stands twice", "each mechanism once"))
        found.append(new)
    return tuple(found), faults


def _twice(name: str, table: object) -> Iterator[_Said]:
    """A state that stands under two of its names."""
    codes = Counter(state_code(str(key)) for key in table) if isinstance(table, dict) else Counter[str | None]()
    for code, times in codes.items():
        if code and times > 1:
            yield name, f"names {code} {times} times", "each state once"


def _parameter_faults(ranges: Mapping[Any, Any], known: Mapping[str, Parameter]) -> Iterator[_Said]:
    """Parameters that there are not, and values that theirs cannot have."""
    for name, value in ranges.items():
        if name not in known:
            near = get_close_matches(str(name), known, 1)
            yield (
                f"parameters.{name}",
                "is unknown",
                f"`{near[0]}`" if near else "a name of `fairshare simulate parameters`",
            )
            continue
        least, most = bounds(known[name])
        given = value if isinstance(value, dict) else {"": value}
        for key, number in given.items():
            if type(number) in (int, float) and isfinite(number) and not least <= number <= most:
                at = f"parameters.{name}" + (f".{key}" if key else "")
                span = f"from {least:g} to {most:g}" if most < inf else f"of {least:g} or more"
                yield at, f"{number} is out of range", f"a {known[name].unit}, a number {span}"


def bounds(one: Parameter) -> tuple[float, float]:
    """What a parameter can be at all: 0 to 1 where it is a chance or a share, 0 or more where it is no logarithm."""
    if one.unit.startswith("log"):
        return -inf, inf
    return 0.0, 1.0 if one.unit.startswith(("chance", "share")) else inf


def _said(error: Any) -> _Said:
    """A fault of pydantic in our words: path, problem, and what was expected."""
    at = "".join(f"[{one}]" if isinstance(one, int) else f".{one}" for one in error["loc"] if one != "[key]")
    if error["type"] in _WORDS:
        return (at.lstrip("."), *_WORDS[error["type"]])
    problem, _, expected = error["msg"].removeprefix("Value error, ").partition("; expected ")
    if expected or error["type"] == "value_error":
        return at.lstrip("."), problem, expected
    given = error["input"]
    shown = f"{given!r:.40} " if isinstance(given, (str, int, float)) else ""
    return at.lstrip("."), f"{shown}cannot be used", problem.removeprefix("Input should be ")


def _lines(path: str) -> tuple[dict[str, int], list[Fault]]:
    """The line of each path of the file, and a fault for each name that stands twice and for each alias."""
    text = read_text(path)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=loader)):
        return {}, [Fault(path, 1, "file", "holds an alias (*)", "every value written out")]
    lines: dict[str, int] = {}
    faults: list[Fault] = []
    root = yaml.compose(text, Loader=loader)
    open_nodes = [("", root)] if root else []
    while open_nodes:
        at, node = open_nodes.pop()
        lines.setdefault(at, node.start_mark.line + 1)
        for below, key, value in _children(at, node):
            line = key.start_mark.line + 1
            if below in lines:
                faults.append(Fault(path, line, below, f"stands on line {lines[below]} already", "each name once"))
            lines.setdefault(below, line)
            open_nodes.append((below, value))
    return lines, faults


def _children(at: str, node: yaml.Node) -> Iterator[tuple[str, yaml.Node, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield f"{at}.{key.value}".lstrip("."), key, value
    elif isinstance(node, yaml.SequenceNode):
        for place, value in enumerate(node.value):
            yield f"{at}[{place}]", value, value


def _line_of(at: str, lines: Mapping[str, int]) -> int:
    """The line of a path, or of what it is part of."""
    while at and at not in lines:
        at = at[: max(at.rfind("."), at.rfind("["), 0)]
    return lines.get(at, 1)
