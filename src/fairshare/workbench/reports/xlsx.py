"""The annex of an evaluation as a workbook (XLSX): every table, every figure, the definitions and the sources.

Same evaluation, same bytes. A table names in its last column the figures of each row, by which the sheet of figures
tells them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from fairshare import __version__
from fairshare.evaluation.expost.as_tables import tables
from fairshare.evaluation.expost.catalogue import DEFINITIONS
from fairshare.evaluation.expost.document import Evaluation, Fig, Grid, Shown
from fairshare.workbench.reports.figures import CRITERIA, UNITS, Entry, Group, choices, groups, sources
from fairshare.workbench.reports.words import kind, sentence_text, translated
from fairshare.workbench.tables.formats import day, state_name
from fairshare.workbench.tables.model import Column, Kind, Value
from fairshare.workbench.tables.words import STATUSES
from fairshare.workbench.tables.workbook import CREATED, LONGEST_TEXT, shapes_of, write_value

_LONGEST_NAME: Final = 31
_WIDEST: Final = 60
_TEXT: Final = Column("text", "")

Cell = tuple[Kind, Value]
Line = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, what it is, its headings and lines."""

    name: str
    caption: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]


def xlsx_bytes(evaluation: Evaluation) -> bytes:
    """The annex as XLSX in the language that is active."""
    file = BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    title = sentence_text(evaluation.title, evaluation.figures)
    book.set_properties({"title": title, "author": "Fairshare", "created": CREATED.replace(tzinfo=None)})
    bold, shapes = book.add_format({"bold": True}), shapes_of(book)
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    for sheet in _sheets(evaluation):
        page = book.add_worksheet(sheet.name)
        page.write_string(0, 0, sheet.caption[:LONGEST_TEXT], bold)
        for place, label in enumerate(sheet.heads):
            page.write_string(2, place, label, head)
            page.set_column(place, place, _width(label, [line[place][1] for line in sheet.lines]))
        for number, line in enumerate(sheet.lines, start=3):
            for place, (of, value) in enumerate(line):
                write_value(page, number, place, Column("value", "", of), value, shapes)
        page.freeze_panes(3, 1)
        page.repeat_rows(2)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
    book.close()
    return file.getvalue()


def _sheets(evaluation: Evaluation) -> Iterator[Sheet]:
    yield _about(evaluation)
    names = {_("About this report"), _("Figures"), _("Definitions"), _("Gaps"), _("Sources")}
    for _section, grid in tables(evaluation):
        name = _free(grid.name, names)
        names.add(name)
        yield _table(name, grid, evaluation)
    told = list(groups(evaluation))
    yield _figures(told)
    yield _definitions(told)
    yield _gaps(evaluation)
    yield _sources(evaluation)


def _free(name: str, taken: Iterable[str]) -> str:
    """A name of a sheet that is not taken, in any case of its letters, and as short as it must be."""
    known = {one.casefold() for one in taken}
    tries = (name[:_LONGEST_NAME], *(f"{name[: _LONGEST_NAME - 4]}-{number}" for number in range(2, 1000)))
    return next(one for one in tries if one.casefold() not in known)


def _about(evaluation: Evaluation) -> Sheet:
    def words(shown: Shown) -> str:
        return sentence_text(shown, evaluation.figures)

    lines = [
        (_("From"), day(evaluation.start)),
        (_("Until"), day(evaluation.end)),
        (_("State of knowledge"), day(evaluation.as_of)),
        *((_("In short"), words(sentence)) for sentence in evaluation.headline),
        *((_("Limits"), words(sentence)) for sentence in evaluation.limits),
        *((name, f"{question} {meaning}".strip()) for name, question, meaning in choices(evaluation)),
        *(evaluation.inputs.items()),
        ("Fairshare", __version__),
    ]
    return Sheet(_("About this report"), words(evaluation.title), (_("What"), _("Value")), tuple(map(_texts, lines)))


def _texts(values: Iterable[str]) -> Line:
    return [("text", value) for value in values]


def _table(name: str, grid: Grid, evaluation: Evaluation) -> Sheet:
    figures = evaluation.figures
    heads = (*(sentence_text(head, figures) for head in grid.columns), _("Figures"))
    notes = " ".join(sentence_text(note, figures) for note in grid.notes)
    caption = f"{sentence_text(grid.caption, figures)} {notes}".strip()
    return Sheet(name, caption, heads, tuple(_row(row, evaluation) for row in grid.rows))


def _row(row: Sequence[Shown | None], evaluation: Evaluation) -> Line:
    keys = " ".join(cell.key for cell in row if isinstance(cell, Fig))
    return [*(_cell(cell, evaluation) for cell in row), ("text", keys)]


def _cell(cell: Shown | None, evaluation: Evaluation) -> Cell:
    if cell is None:
        return "text", ""
    if isinstance(cell, Fig):
        figure = evaluation.figures[cell.key]
        return kind(figure), figure.value
    return "text", sentence_text(cell, evaluation.figures)


def _figures(told: Iterable[Group]) -> Sheet:
    heads = (
        *(_("Figure"), _("Definition"), _("Subject"), _("Value"), _("Exactly"), _("Unit"), _("Status"), _("As of")),
        *(_("Sources"), _("Events"), _("Computed from"), _("Computed by"), _("Note")),
    )
    lines = [_figure(group, entry) for group in told for entry in group.entries]
    return Sheet(_("Figures"), _("The figures, one by one"), heads, tuple(lines))


def _figure(group: Group, entry: Entry) -> Line:
    figure = entry.figure
    return [
        *_texts((figure.key, group.title, entry.about)),
        (kind(figure), figure.value),
        *_texts((entry.exact, str(UNITS[figure.unit]), entry.certainty, figure.as_of)),
        *_texts((" ".join(map(str, entry.sources)), " ".join(entry.events), " ".join(figure.inputs))),
        *_texts((f"{figure.rule} ({__version__})" if figure.rule else "", figure.note)),
    ]


def _definitions(told: Iterable[Group]) -> Sheet:
    heads = (
        _("Definition"),
        _("Says"),
        _("Unit"),
        _("Criterion"),
        _("Source"),
        _("Known"),
        _("Owed by"),
        _("Provision"),
    )
    lines = [_definition(group) for group in told]
    return Sheet(_("Definitions"), _("What each figure means"), heads, tuple(lines))


def _definition(group: Group) -> Line:
    one = group.definition
    words = (translated(text) for text in (one.source, one.lag, one.owner))
    return _texts((group.title, group.says, str(UNITS[one.unit]), str(CRITERIA[one.criterion]), *words, one.cite))


def _gaps(evaluation: Evaluation) -> Sheet:
    lines = [
        _texts(
            (
                translated(DEFINITIONS[gap.definition].title),
                state_name(gap.state) if gap.state else "",
                sentence_text(gap.why, evaluation.figures),
                translated(gap.owner),
                str(STATUSES["unknown"]),
            )
        )
        for gap in evaluation.gaps
    ]
    heads = (_("Indicator"), _("State"), _("Why it is not known"), _("Owed by"), _("Status"))
    return Sheet(_("Gaps"), _("Indicators that cannot be told yet, and who owes them"), heads, tuple(lines))


def _sources(evaluation: Evaluation) -> Sheet:
    lines = [_texts((str(number), source)) for number, source in enumerate(sources(evaluation.figures), start=1)]
    return Sheet(_("Sources"), _("What the figures rest on"), (_("Number"), _("Source")), tuple(lines))


def _width(label: str, values: Sequence[Any]) -> int:
    longest = max((len(str(value)) for value in values if isinstance(value, str)), default=10)
    return min(max(longest, len(label) // 2, 10) + 2, _WIDEST)
