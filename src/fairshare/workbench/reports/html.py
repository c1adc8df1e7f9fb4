"""An evaluation as HTML: its report, the entries of its figures, and both as one page that stands alone.

A page of a publication embeds :func:`report_html` and :func:`figures_html` with its own links and ``report.css``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from fairshare import __version__
from fairshare.evaluation.expost.catalogue import DEFINITIONS
from fairshare.evaluation.expost.document import Evaluation, Gap
from fairshare.workbench.reports.blocks import Setting, block_html
from fairshare.workbench.reports.figures import CRITERIA, Entry, choices, families, groups, sources
from fairshare.workbench.reports.links import ALONE, Links
from fairshare.workbench.reports.words import sentence_html, sentence_text, translated
from fairshare.workbench.tables.formats import state_name
from fairshare.workbench.tables.model import Text
from fairshare.workbench.tables.words import STATUS_LETTERS, STATUS_NOTES, STATUSES

__all__ = ["ALONE", "Links", "figures_html", "page_html", "report_html"]

STATIC: Final = Path(__file__).parents[1] / "static"
_ADDRESS: Final = re.compile(r"https?://[^\s,;)]+")
STYLES: Final = ("charts.css", "report.css")
"""What a page that stands alone carries."""


@dataclass(frozen=True, slots=True)
class Part:
    """A section as the template needs it."""

    slug: str
    heading: SafeString
    criterion: Text
    blocks: tuple[SafeString, ...]


def report_html(evaluation: Evaluation, links: Links) -> SafeString:
    """The report from its title to its limits and sources, in the language that is active."""
    return render_to_string("reports/report.html", _context(evaluation, links))


def figures_html(evaluation: Evaluation, links: Links) -> SafeString:
    """The appendix: an entry for each figure, with the id ``f-KEY``."""
    told = [(group, [_entry(entry, links) for entry in group.entries]) for group in groups(evaluation)]
    return render_to_string("reports/figures.html", {"groups": told, "version": __version__})


def page_html(evaluation: Evaluation) -> str:
    """Report and appendix as one page that needs nothing else: styles inside, no script."""
    styles = "\n".join((STATIC / name).read_text(encoding="utf-8") for name in STYLES)
    return render_to_string("reports/page.html", document(evaluation) | {"styles": mark_safe(styles)})


def document(evaluation: Evaluation) -> dict[str, Any]:
    """What the templates of a whole document are given: page and PDF."""
    return {
        "lang": get_language() or "en",
        "title": sentence_text(evaluation.title, evaluation.figures),
        "as_of": evaluation.as_of,
        "report": report_html(evaluation, ALONE),
        "figures": figures_html(evaluation, ALONE),
        "version": __version__,
    }


def _context(evaluation: Evaluation, links: Links) -> dict[str, Any]:
    setting = Setting(evaluation, links)
    return {
        "evaluation": evaluation,
        "title": setting.html(evaluation.title),
        "headline": [setting.html(sentence) for sentence in evaluation.headline],
        "parts": [
            Part(
                section.slug,
                setting.html(section.heading),
                CRITERIA.get(section.criterion or "", ""),
                tuple(block_html(block, setting) for block in section.blocks),
            )
            for section in evaluation.sections
        ],
        "gaps": [_gap(gap, evaluation, links) for gap in evaluation.gaps],
        "limits": [setting.html(sentence) for sentence in evaluation.limits],
        "choices": list(choices(evaluation)),
        "sources": [source_html(source) for source in sources(evaluation.figures)],
        "letters": [(STATUS_LETTERS[code], STATUSES[code], STATUS_NOTES[code]) for code in ("reported", "inferred")],
        "unknown": (STATUSES["unknown"], STATUS_NOTES["unknown"]),
    }


def _gap(gap: Gap, evaluation: Evaluation, links: Links) -> dict[str, Any]:
    definition = DEFINITIONS[gap.definition]
    return {
        "title": translated(definition.title),
        "says": translated(definition.says),
        "state": state_name(gap.state) if gap.state else "",
        "why": sentence_html(gap.why, evaluation, links),
        "owner": translated(gap.owner),
    }


def source_html(source: str) -> SafeString:
    """A source; the addresses in it are links."""
    parts, last = [], 0
    for found in _ADDRESS.finditer(source):
        address = found.group().rstrip(".")
        parts.append((escape(source[last : found.start()]), format_html('<a href="{0}">{0}</a>', address)))
        last = found.start() + len(address)
    return format_html("{}{}", format_html_join("", "{}{}", parts), source[last:])


def _entry(entry: Entry, links: Links) -> dict[str, Any]:
    sources_of = ((links.source(number), number) for number in entry.sources)
    inputs = (_family(shared, keys, links) for shared, keys in families(entry.figure.inputs))
    return {
        "entry": entry,
        "sources": format_html_join(" ", '<a href="{}">[{}]</a>', sources_of),
        "inputs": format_html_join("; ", "{}", ((family,) for family in inputs)),
    }


def _family(shared: str, keys: tuple[tuple[str, str], ...], links: Links) -> SafeString:
    told = format_html_join(", ", '<a href="{}">{}</a>', ((links.figure(key), text) for key, text in keys))
    return format_html("{} {}", shared, told) if shared else told
