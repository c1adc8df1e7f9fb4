"""The entries of figures in little room: figures of a definition that differ in their state alone stand in one column,
and what they rest on is told once for the column."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from fairshare.evaluation.expost.catalogue import DEFINITIONS
from fairshare.evaluation.expost.document import Evaluation
from fairshare.evaluation.expost.measured import Figures, Measured
from fairshare.evaluation.expost.plain_text import exact_text
from fairshare.law.outcome import Status
from fairshare.states import NAMES
from fairshare.workbench.reports.figures import facts, own, sources
from fairshare.workbench.reports.links import Links
from fairshare.workbench.reports.words import figure_text, translated
from fairshare.workbench.tables.words import STATUS_LETTERS, STATUSES

ANY: Final = "*"
"""What stands for the state in the name of a column: ``first_time.2025.*``."""

FEWEST: Final = 4
"""Figures from which on a column is worth while; and inputs from which on those of one kind are told together."""


LONGEST: Final = 20
"""Letters of an exact value above which it is left to the downloads."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What the figures of a column rest on, the state left open."""

    inputs: tuple[str, ...]
    sources: tuple[str, ...]
    events: tuple[str, ...]
    rule: str
    as_of: str
    note: str = ""
    status: Status = "official"


Part = tuple[Basis, Mapping[str, Measured]]
"""Figures by state that rest on the same."""

Columns = Mapping[str, Sequence[Part]]
"""By the name of a column, its parts."""


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of a definition: a matrix of states by column with what each column rests on, and the others."""

    name: str
    title: str
    says: str
    facts: tuple[tuple[str, str], ...]
    heads: tuple[str, ...]
    body: SafeString
    bases: tuple[tuple[str, SafeString], ...]
    rows: tuple[tuple[str, str, SafeString, SafeString], ...]


def groups(evaluation: Evaluation, links: Links) -> Iterator[Group]:
    """The figures of an evaluation by definition, in the order in which definitions first occur."""
    by_definition: dict[str, list[Measured]] = defaultdict(list)
    for figure in evaluation.figures.values():
        by_definition[figure.definition].append(figure)
    teller = Teller(evaluation.figures, {one: place for place, one in enumerate(sources(evaluation.figures), 1)}, links)
    for name, members in by_definition.items():
        definition = DEFINITIONS[name]
        columns, others = _columns(members, evaluation.figures)
        yield Group(
            name,
            translated(definition.title),
            translated(definition.says),
            tuple(facts(definition)),
            tuple(columns),
            _matrix(columns),
            tuple(teller.told(columns)),
            tuple(teller.row(one) for one in others),
        )


def opened(key: str) -> tuple[str, str]:
    """A key with its last state left open, and that state; none for a key that names none.

    >>> opened("relocated.IT.DE"), opened("adopted")
    (('relocated.IT.*', 'DE'), ('adopted', ''))
    """
    parts = key.split(".")
    places = [place for place, part in enumerate(parts) if place and part in NAMES]
    if not places:
        return key, ""
    state = parts[places[-1]]
    parts[places[-1]] = ANY
    return ".".join(parts), state


def _columns(members: Iterable[Measured], figures: Figures) -> tuple[Columns, list[Measured]]:
    """The columns by name, the largest part of each first, and the figures that stand alone."""
    members = tuple(members)
    alike: dict[str, dict[Basis, dict[str, Measured]]] = defaultdict(lambda: defaultdict(dict))
    for figure in members:
        name, state = opened(figure.key)
        if state:
            alike[name][_basis(figure, state, figures)][state] = figure
    columns: dict[str, list[Part]] = {}
    for name, by_basis in alike.items():
        parts = [(_with_status(basis, held), held) for basis, held in by_basis.items() if len(held) > 1]
        if sum(len(held) for _basis_of, held in parts) >= FEWEST:
            columns[name] = sorted(parts, key=lambda part: -len(part[1]))
    inside = {one.key for parts in columns.values() for _basis_of, held in parts for one in held.values()}
    return columns, [one for one in members if one.key not in inside]


def _with_status(basis: Basis, held: Mapping[str, Measured]) -> Basis:
    return replace(basis, status=Counter(one.status for one in held.values()).most_common(1)[0][0])


def _basis(figure: Measured, state: str, figures: Figures) -> Basis:
    inputs = tuple(".".join(ANY if part == state else part for part in key.split(".")) for key in figure.inputs)
    return Basis(inputs, *own(figure, figures), figure.rule, figure.as_of, figure.note)


def _matrix(columns: Columns) -> SafeString:
    by_state = [
        {state: (basis, figure) for basis, held in parts for state, figure in held.items()}
        for parts in columns.values()
    ]
    states = sorted({state for column in by_state for state in column})
    rows = ((state, _cells(column.get(state) for column in by_state)) for state in states)
    return format_html_join("\n", '<tr><th scope="row">{}</th>{}</tr>', rows)


def _cells(row: Iterable[tuple[Basis, Measured] | None]) -> SafeString:
    cells = (
        format_html('<td id="f-{}">{}</td>', cell[1].key, value(cell[1], cell[0].status))
        if cell
        else SafeString("<td></td>")
        for cell in row
    )
    return format_html_join("", "{}", ((cell,) for cell in cells))


def value(figure: Measured, usual: Status = "official") -> SafeString:
    """A value with the letter of its status where that is not the usual one; what is unknown says so itself."""
    if figure.status in {usual, "unknown"}:
        return format_html("{}", figure_text(figure))
    return format_html("{}<i>{}</i>", figure_text(figure), STATUS_LETTERS[figure.status])


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells what figures rest on, with links to other figures and to numbered sources."""

    figures: Figures
    numbers: Mapping[str, int]
    links: Links

    def told(self, columns: Columns) -> Iterator[tuple[str, SafeString]]:
        """What the columns rest on; those that rest on the same stand together. Where parts of a column rest on
        something else, their states are named."""
        names: dict[SafeString, list[str]] = defaultdict(list)
        for name, parts in columns.items():
            for place, (basis, held) in enumerate(parts):
                names[self._basis(basis)].append(f"{name} ({', '.join(sorted(held))})" if place else name)
        yield from ((", ".join(several), text) for text, several in names.items())

    def row(self, figure: Measured) -> tuple[str, str, SafeString, SafeString]:
        """A figure alone: its key, its note, its value with the exact one, and what it rests on."""
        exact = exact_text(figure.value) if figure.value is not None and figure.value.denominator > 1 else ""
        exact = exact if len(exact) <= LONGEST else ""
        shown = format_html("{} <code>{}</code>", value(figure), exact) if exact else value(figure)
        basis = Basis(figure.inputs, *own(figure, self.figures), figure.rule, figure.as_of)
        return figure.key, figure.note, shown, self._basis(basis)

    def _basis(self, basis: Basis) -> SafeString:
        parts = (
            format_html_join(" ", '<a href="{}">[{}]</a>', self._sources(basis.sources)),
            format_html("{}: {}", _("events"), ", ".join(basis.events)) if basis.events else "",
            format_html_join(", ", '<a href="{}">{}</a>{}', self._inputs(basis.inputs)),
            format_html("<code>{}</code>", basis.rule.removeprefix("fairshare.")) if basis.rule else "",
            basis.as_of,
            "" if basis.status == "official" else STATUSES[basis.status],
            basis.note,
        )
        return format_html_join(" · ", "{}", ((part,) for part in parts if part))

    def _sources(self, names: Iterable[str]) -> Iterator[tuple[str, int]]:
        yield from ((self.links.source(self.numbers[one]), self.numbers[one]) for one in names)

    def _inputs(self, keys: Sequence[str]) -> Iterator[tuple[str, str, str]]:
        """Address, name and number of inputs: one by one, or those of a kind together, at their definition."""
        kinds: dict[str, list[str]] = defaultdict(list)
        for key in keys:
            kinds[opened(key)[0]].append(key)
        for kind, several in kinds.items():
            if len(several) >= FEWEST:
                yield f"#d-{self._definition(several[0])}", kind, f" ({len(several)})"
            else:
                yield from ((self._address(key), key, "") for key in several)

    def _address(self, key: str) -> str:
        return self.links.figure(key) if key in self.figures else f"#d-{self._definition(key)}"

    def _definition(self, key: str) -> str:
        """The definition of a key, or of any that it stands for with a state left open."""
        if key in self.figures:
            return self.figures[key].definition
        return next(one.definition for one in self.figures.values() if _fits(key, one.key))


def _fits(pattern: str, key: str) -> bool:
    """Whether a key is one of those that a pattern stands for.

    >>> _fits("ratio.2025.*", "ratio.2025.DE"), _fits("ratio.2025.*", "ratio.2025.before.DE")
    (True, False)
    """
    parts, own = pattern.split("."), key.split(".")
    return len(parts) == len(own) and all(a in (ANY, b) for a, b in zip(parts, own, strict=True))
