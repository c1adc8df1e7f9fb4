"""The papers of a Forum: agenda, figures, tests. The caller decides what may be shown, and says how it is marked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fairshare.workbench.documents.render import pdf
from fairshare.workbench.tables.model import Table, Text


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the papers: a heading, paragraphs, and tables in the order in which they are shown."""

    heading: Text
    paragraphs: tuple[Text, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Papers:
    """What the papers of a meeting hold. ``marking`` stands on every page (``RESTREINT UE/EU RESTRICTED``)."""

    title: Text
    meeting: date
    as_of: date
    agenda: tuple[Text, ...]
    sections: tuple[Section, ...]
    marking: Text = ""
    source: Text = ""


def forum_papers(papers: Papers, lang: str) -> bytes:
    """The papers as PDF, exactly what ``papers`` holds and nothing else."""
    return pdf("forum_papers", {"papers": papers, "marking": papers.marking}, lang, papers.as_of)
