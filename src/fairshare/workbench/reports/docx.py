"""An evaluation as a text document (DOCX): real headings, tables with repeated heads, a link from each figure to its
entry. Same evaluation, same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Cm, Pt

from fairshare import __version__
from fairshare.evaluation.expost.as_tables import as_table
from fairshare.evaluation.expost.catalogue import DEFINITIONS
from fairshare.evaluation.expost.document import (
    Bars,
    Block,
    Evaluation,
    Fig,
    Flows,
    Gap,
    Grid,
    Paragraph,
    Shown,
    StateMap,
)
from fairshare.workbench.reports.blocks import numeric
from fairshare.workbench.reports.docx_parts import (
    Inline,
    address,
    bookmark,
    element,
    fixed,
    link,
    paragraph,
    run,
    soft,
    table,
)
from fairshare.workbench.reports.figures import Entry, Group, choices, families, groups, sources
from fairshare.workbench.reports.words import leaf_text, pieces, sentence_text, translated
from fairshare.workbench.tables.formats import day, state_name
from fairshare.workbench.tables.words import STATUS_LETTERS, STATUS_NOTES

_OFFICE: Final = {"en": "en-IE", "fr": "fr-FR", "de": "de-DE"}
_ADDRESS: Final = re.compile(r"(https?://[^\s,;)]+)")
_CAPTION: Final = "Caption"


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that is written, the evaluation, and the number of each figure, by which its place is named."""

    document: Any
    evaluation: Evaluation
    numbers: Mapping[str, int]

    def inline(self, shown: Shown) -> list[Any]:
        """A sentence or cell as runs and links."""
        return [self._part(piece) for piece in pieces(shown)]

    def text(self, shown: Shown) -> str:
        """A sentence or cell as plain text."""
        return sentence_text(shown, self.evaluation.figures)

    def add(self, *elements: Any) -> None:
        """Put elements at the end, before the properties of the last section."""
        body = self.document.element.body
        for one in elements:
            body.insert(len(body) - 1, one)

    def _part(self, piece: Any) -> Any:
        text = leaf_text(piece, self.evaluation.figures)
        if not isinstance(piece, Fig):
            return run(text)
        status = self.evaluation.figures[piece.key].status
        letter = f" ({STATUS_LETTERS[status]})" if status in {"reported", "inferred"} else ""
        return link(f"f_{self.numbers[piece.key]}", text + letter)


def docx_bytes(evaluation: Evaluation) -> bytes:
    """The report as DOCX in the language that is active. Its dates are those of the evaluation."""
    numbers = {key: number for number, key in enumerate(evaluation.figures, start=1)}
    paper = Paper(Document(), evaluation, numbers)
    _set_up(paper)
    for part in (_head, _sections, _gaps, _basis, _figures):
        paper.add(*part(paper))
    return fixed(paper.document)


def _set_up(paper: Paper) -> None:
    """Title, language, dates, page and styles."""
    document, evaluation = paper.document, paper.evaluation
    lang = get_language() or "en"
    core = document.core_properties
    core.title, core.author, core.language = paper.text(evaluation.title), "Fairshare", lang
    core.comments = core.last_modified_by = ""
    core.created = core.modified = datetime(*evaluation.as_of.timetuple()[:3])
    core.revision = 1
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    document.styles["Normal"].font.size = Pt(10)
    small = document.styles.add_style("TableText", WD_STYLE_TYPE.PARAGRAPH)
    small.base_style = document.styles["Normal"]
    small.font.size = Pt(8.5)
    small.paragraph_format.space_after = small.paragraph_format.space_before = Pt(1)
    for found in document.styles.element.iter("{*}lang"):
        found.getparent().replace(found, element("lang", val=_OFFICE.get(lang, lang)))
    package = document.part.package
    for name in [name for name, rel in package.rels.items() if rel.reltype.endswith("/thumbnail")]:
        del package.rels[name]


def _head(paper: Paper) -> Iterator[Any]:
    evaluation = paper.evaluation
    yield paragraph(paper.inline(evaluation.title), "Heading1")
    span = _("%(start)s to %(end)s") % {"start": day(evaluation.start), "end": day(evaluation.end)}
    known = _("state of knowledge of %(day)s") % {"day": day(evaluation.as_of)}
    yield paragraph([soft(f"{span}; {known}")])
    for sentence in evaluation.headline:
        yield paragraph(paper.inline(sentence))
    letters = "; ".join(f"{STATUS_LETTERS[code]}: {STATUS_NOTES[code]}" for code in ("reported", "inferred"))
    yield paragraph([soft(f"{_('Every number is a link to its entry.')} {letters}.")])


def _sections(paper: Paper) -> Iterator[Any]:
    for section in paper.evaluation.sections:
        yield paragraph(paper.inline(section.heading), "Heading2")
        for block in section.blocks:
            yield from _block(block, paper)


def _block(block: Block, paper: Paper) -> Iterator[Any]:
    if isinstance(block, (Grid, StateMap, Bars, Flows)):
        yield from _grid(as_table(block), paper)
    elif isinstance(block, Paragraph):
        yield paragraph([part for sentence in block.sentences for part in (*paper.inline(sentence), run(" "))])
    else:
        yield from (paragraph(paper.inline(item), "ListBullet") for item in block.items)


def _grid(grid: Grid, paper: Paper) -> Iterator[Any]:
    rows = [[[] if cell is None else paper.inline(cell) for cell in row] for row in grid.rows]
    yield from _table(
        paper.inline(grid.caption),
        [paper.inline(head) for head in grid.columns],
        rows,
        numeric(grid),
        paper.text(grid.caption),
    )
    yield from (paragraph([soft(paper.text(note))]) for note in grid.notes)


def _table(
    caption: Inline, heads: list[Inline], rows: Iterable[Sequence[Inline]], right: list[bool], title: str
) -> Iterator[Any]:
    """A table below its caption, with a line after it: two tables that touch would be one."""
    yield paragraph(caption, _CAPTION, element("keepNext"))
    yield table(title, heads, rows, right)
    yield paragraph([])


def _titled(title: str, heads: Iterable[str], rows: Iterable[Sequence[Inline]], right: list[bool]) -> Iterator[Any]:
    yield from _table([run(title)], [[run(head)] for head in heads], rows, right, title)


def _gaps(paper: Paper) -> Iterator[Any]:
    evaluation = paper.evaluation
    if evaluation.gaps:
        yield paragraph([run(_("What is not known"))], "Heading2")
        heads = (_("Indicator"), _("Why it is not known"), _("Owed by"))
        title = _("Indicators that cannot be told yet, and who owes them")
        yield from _titled(title, heads, [_gap(gap, paper) for gap in evaluation.gaps], [False] * 3)
    if evaluation.limits:
        yield paragraph([run(_("Limits"))], "Heading2")
        yield from (paragraph(paper.inline(limit), "ListBullet") for limit in evaluation.limits)


def _gap(gap: Gap, paper: Paper) -> list[Inline]:
    title = translated(DEFINITIONS[gap.definition].title)
    named = f"{title}: {state_name(gap.state)}" if gap.state else title
    return [[run(named)], paper.inline(gap.why), [run(translated(gap.owner))]]


def _basis(paper: Paper) -> Iterator[Any]:
    evaluation = paper.evaluation
    yield paragraph([run(_("Readings, inputs and sources"))], "Heading2")
    for name, question, meaning in choices(evaluation):
        yield paragraph([soft(f"{name} "), run(f"{question} "), run(meaning, "", "b")], "ListBullet")
    if evaluation.inputs:
        rows: list[list[Inline]] = [[[run(name)], [run(checksum)]] for name, checksum in evaluation.inputs.items()]
        title = _("What the evaluation was computed from, with the checksum of each")
        yield from _titled(title, (_("Input"), "SHA-256"), rows, [False] * 2)
    for number, source in enumerate(sources(evaluation.figures), start=1):
        start, end = bookmark(f"s_{number}", len(paper.numbers) + number)
        yield paragraph([start, run(f"[{number}] "), *_source(source, paper), end])


def _source(source: str, paper: Paper) -> Iterator[Any]:
    for place, part in enumerate(_ADDRESS.split(source)):
        if part:
            yield address(paper.document, part) if place % 2 else run(part)


def _figures(paper: Paper) -> Iterator[Any]:
    yield paragraph([run(_("The figures, one by one"))], "Heading2")
    for group in groups(paper.evaluation):
        yield paragraph([run(group.title)], "Heading3")
        yield paragraph([run(f"{group.says}. "), soft(" · ".join(f"{label}: {fact}" for label, fact in group.facts))])
        yield from _entries(group, paper)


def _entries(group: Group, paper: Paper) -> Iterator[Any]:
    heads = (_("Figure"), _("Value"), _("Status"), _("As of"), _("Own sources and events"), _("Computed from"))
    title = _("Figures: %(title)s") % {"title": group.title}
    yield from _titled(title, heads, [_entry(entry, paper) for entry in group.entries], [False, True, *[False] * 4])


def _entry(entry: Entry, paper: Paper) -> list[Inline]:
    figure = entry.figure
    number = paper.numbers[figure.key]
    start, end = bookmark(f"f_{number}", number)
    own: list[Any] = [link(f"s_{source}", f"[{source}] ") for source in entry.sources]
    events = [run(f"{_('events')}: {', '.join(entry.events)}")] if entry.events else []
    inputs = [part for shared, keys in families(figure.inputs) for part in _family(shared, keys, paper)]
    rule = [soft(f"{figure.rule} ({__version__})")] if figure.rule else []
    note = [soft(f" {figure.note}")] if figure.note else []
    exact = [soft(f" {entry.exact}")] if entry.exact else []
    named = [run(f"{entry.about} " if entry.about else ""), soft(figure.key)]
    return [
        [start, *named, end, *note],
        [run(entry.value), *exact],
        [run(entry.certainty)],
        [run(figure.as_of)],
        [*own, *events],
        [*inputs, *rule],
    ]


def _family(shared: str, keys: tuple[tuple[str, str], ...], paper: Paper) -> Iterator[Any]:
    if shared:
        yield run(f"{shared} ")
    yield from (link(f"f_{paper.numbers[key]}", f"{text} ") for key, text in keys)
