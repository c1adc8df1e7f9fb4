"""How cases are written down: the documents of ``application.schema.json``, read into columns. Every fault is named.

:func:`read_cases` does no input or output: it takes documents that were parsed already.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from fairshare.faults import BadInputError, Fault
from fairshare.law.responsibility.cases import Cases
from fairshare.law.responsibility.notation import choices, references
from fairshare.law.responsibility.notation.arrange import left_on_record, settled
from fairshare.law.responsibility.notation.compile import Compiled, Compiler
from fairshare.law.responsibility.notation.duplicates import Numbers, as_written, collapsed
from fairshare.law.responsibility.notation.impossible import impossible
from fairshare.law.responsibility.notation.model import Case, Person
from fairshare.law.responsibility.notation.paths import excess, path_of
from fairshare.law.responsibility.notation.references import Problem
from fairshare.law.responsibility.notation.words import WRONG, shown

__all__ = ["read_cases"]

_PLAIN: Final[Mapping[str, tuple[str, str]]] = {
    "missing": ("is missing", "a value"),
    "string_type": ("{value} is not text", "text"),
    "string_too_short": ("is empty", "text"),
    "string_unicode": ("is not readable text", "text"),
    "bool_type": ("{value} is neither true nor false", "true or false"),
    "int_type": ("{value} is not a whole number", "a whole number"),
    "greater_than_equal": ("{value} is too small", "a number from {ge}"),
    "less_than_equal": ("{value} is too large", "a number up to {le}"),
    "literal_error": ("{value} is not allowed", "one of {expected}"),
    "tuple_type": ("{value} is not a list", "a list"),
    "too_short": ("is empty", "at least one"),
    "dict_type": ("{value} is not an object", "an object of names and values"),
    "model_type": ("{value} is not an object", "an object of names and values"),
    "invalid_key": ("has a name that is not text", "names that are text"),
    "extra_forbidden": ("is unknown", "a field of the schema"),
}


def read_cases(documents: Sequence[object], file: str = "case", lines: Sequence[int] | None = None) -> Cases:
    """The cases of parsed documents, as columns.

    ``lines`` gives the line of each document in ``file``; without it the number of a document leads each path. Raises
    :class:`~fairshare.faults.BadInputError` with every fault of every document.
    """
    faults: list[Fault] = []
    places = [_Place(file, number, len(documents), lines) for number in range(len(documents))]
    taken: list[_Place] = []
    compiler = Compiler()
    seen: dict[str, int] = {}
    for document, place in zip(documents, places, strict=True):
        try:
            case = Case.model_validate(document)
        except ValidationError as error:
            details = [detail for detail in error.errors(include_url=False) if not _follows(detail)]
            faults += [place.fault(*_problem(detail)) for detail in details]
            faults += [place.fault(*problem) for problem in _beside(document, details)]
            continue
        case, place.numbers = collapsed(case)
        if seen.setdefault(case.id, place.number) != place.number:
            faults.append(place.fault("id", f"{shown(case.id)} is there twice", "an id for each case"))
        problems = _add(compiler, case)
        if problems:
            faults += [place.fault(*problem) for problem in problems]
        else:
            taken.append(place)
    compiled = compiler.compiled()
    faults += _seen_in_columns(compiled, taken)
    if faults:
        raise BadInputError(faults)
    table = settled(compiled.cases.table)
    return Cases(
        ids=compiled.cases.ids,
        table=table,
        case=compiled.cases.case,
        persons=compiled.cases.persons,
        choices=compiled.cases.choices,
        evidence=left_on_record(compiled.cases.evidence, table),
    )


class _Place:
    """Where a document stands in its file, and where its rows stand in it."""

    numbers: Numbers = MappingProxyType({})

    def __init__(self, file: str, number: int, documents: int, lines: Sequence[int] | None) -> None:
        self.file = file
        self.number = number
        self.line = 1 if lines is None else lines[number]
        self.before = f"{number}." if lines is None and documents > 1 else ""

    def fault(self, path: str, problem: str, expected: str) -> Fault:
        """A fault at a path of the document."""
        return Fault(self.file, self.line, f"{self.before}{as_written(path, self.numbers)}", problem, expected)


def _add(compiler: Compiler, case: Case) -> Sequence[Problem]:
    people = {person.id: person for person in case.persons}
    problems, chosen = _problems(case, people)
    if problems:
        return problems
    refused = compiler.add(case, people, chosen)
    return [refused] if refused else ()


def _problems(case: Case, people: Mapping[str, Person]) -> tuple[Sequence[Problem], Mapping[str, str]]:
    problems = references.problems(case, people)
    chosen = choices.read(case.choices, problems)
    return problems, chosen


def _beside(document: object, details: Sequence[ErrorDetails]) -> Sequence[Problem]:
    """What is wrong besides within a document, where all that the schema finds is fields that it does not know."""
    if any(detail["type"] != "extra_forbidden" for detail in details):
        return ()
    case = Case.model_validate(document, extra="ignore")
    return _problems(case, {person.id: person for person in case.persons})[0]


def _follows(detail: ErrorDetails) -> bool:
    """Whether an error only follows from others: a list counts as too short when its parts cannot be read."""
    return detail["type"] == "too_short" and bool(detail["input"])


def _problem(detail: ErrorDetails) -> tuple[str, str, str]:
    path = ".".join(part if str(part).isprintable() else shown(part) for part in map(str, detail["loc"])) or "case"
    context: dict[str, Any] = detail.get("ctx", {})
    if detail["type"] == WRONG:
        return path, context["problem"], context["expected"]
    problem, expected = _PLAIN.get(detail["type"], (detail["msg"].lower(), "a value by the schema"))
    filled = context | {"value": shown(detail["input"])}
    return path, problem.format_map(filled), expected.format_map(filled)


def _seen_in_columns(compiled: Compiled, taken: Sequence[_Place]) -> Iterable[Fault]:
    """Impossible facts of the columns, each named once by its path, whoever of the answer it is repeated for."""
    of_case = compiled.cases.case
    found = {
        (int(of_case[row]), path_of(compiled.arranged, row, field), problem, expected)
        for row, field, problem, expected in impossible(compiled.cases.table)
    }
    found |= {
        (int(of_case[row]), path, problem, expected)
        for row, path, problem, expected in excess(compiled.arranged, compiled.cases.table.rows)
    }
    return [taken[case].fault(path, problem, expected) for case, path, problem, expected in found]
