"""An evaluation as pages of the Workbench: its report, the entries of its figures, and its files."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from fairshare import __version__
from fairshare.evaluation.expost.document import Evaluation
from fairshare.evaluation.expost.past import PAST
from fairshare.evaluation.expost.to_json import to_json
from fairshare.workbench.documents.render import pdf
from fairshare.workbench.record.models import Cycle
from fairshare.workbench.reports.docx import docx_bytes
from fairshare.workbench.reports.html import Links, figures_html, report_html
from fairshare.workbench.reports.words import sentence_text
from fairshare.workbench.reports.xlsx import xlsx_bytes
from fairshare.workbench.tables.downloads import attachment

_OFFICE: Final = "application/vnd.openxmlformats-officedocument"


def json_bytes(evaluation: Evaluation) -> bytes:
    """The evaluation for programs."""
    return json.dumps(to_json(evaluation), ensure_ascii=False, indent=1).encode()


FILES: Final[Mapping[str, tuple[str, Callable[[Evaluation], bytes]]]] = {
    "docx": (
        f"{_OFFICE}.wordprocessingml.document",
        docx_bytes,
    ),
    "xlsx": (
        f"{_OFFICE}.spreadsheetml.sheet",
        xlsx_bytes,
    ),
    "json": ("application/json", json_bytes),
}
"""By ending, the type of a file and what writes it, the list of figures with it."""

ENDINGS: Final = ("pdf", *FILES)
KEPT: Final = 24 * 3600
"""So many seconds a printed report is kept: printing one takes seconds."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an evaluation stands: the names of its addresses, and what they are made of."""

    report: str
    figures: str
    file: str
    args: tuple[Any, ...] = ()

    def links(self) -> Links:
        """The links of its report: to the entries of figures, and to other pages of the Workbench."""
        figures, report = reverse(self.figures, args=self.args), reverse(self.report, args=self.args)
        return Links(page, lambda key: f"{figures}#f-{key}", lambda number: f"{report}#source-{number}")

    @property
    def report_url(self) -> str:
        """The address of the report."""
        return reverse(self.report, args=self.args)

    @property
    def figures_url(self) -> str:
        """The address of the entries of its figures."""
        return reverse(self.figures, args=self.args)

    @property
    def files(self) -> list[tuple[str, str]]:
        """Each ending in capitals, with its address."""
        return [(ending.upper(), reverse(self.file, args=(*self.args, ending))) for ending in ENDINGS]


def page(kind: str, name: str) -> str:
    """The page of something that a report names, if there is one: of a state, that in the newest pool with an act."""
    if kind == "claim":
        return f"{reverse('claims')}#{name}"
    held = name in PAST or (name.isdigit() and Cycle.objects.filter(pk=int(name)).exists())
    return reverse("evaluation", args=[name]) if kind == "evaluation" and held else ""


def report_page(request: HttpRequest, evaluation: Evaluation, place: Place) -> HttpResponse:
    """The report from title to sources."""
    context = _context(evaluation, place)
    return render(request, "evaluation/report.html", context | {"report": report_html(evaluation, place.links())})


def figures_page(request: HttpRequest, evaluation: Evaluation, place: Place) -> HttpResponse:
    """Each figure with what it rests on."""
    context = _context(evaluation, place)
    return render(request, "evaluation/figures.html", context | {"figures": figures_html(evaluation, place.links())})


def _context(evaluation: Evaluation, place: Place) -> dict[str, Any]:
    title = sentence_text(evaluation.title, evaluation.figures)
    return {"evaluation": evaluation, "title": title, "place": place}


def file_of(request: HttpRequest, evaluation: Evaluation, place: Place, ending: str) -> HttpResponse:
    """The evaluation as a file, in the language of the reader."""
    if ending not in ENDINGS:
        raise Http404
    name = f"fairshare-evaluation-{evaluation.name}-{get_language()}.{ending}"
    if ending == "pdf":
        return attachment(printed(evaluation, _elsewhere(request, place)), name, "application/pdf")
    kind, write = FILES[ending]
    return attachment(write(evaluation), name, kind)


def _elsewhere(request: HttpRequest, place: Place) -> Links:
    """The links of a report that is not read here: whole addresses."""
    links, whole = place.links(), request.build_absolute_uri
    return Links(
        lambda kind, name: whole(found) if (found := links.page(kind, name)) else "",
        lambda key: whole(links.figure(key)),
    )


def printed(evaluation: Evaluation, links: Links) -> bytes:
    """The report on paper, without the list of figures: each number leads to its entry on the page of figures. Kept,
    so that who asks again does not wait."""
    report, lang = report_html(evaluation, links), get_language() or "en"
    key = f"evaluation-{sha256(f'{__version__} {lang} {report}'.encode()).hexdigest()}"
    found: bytes | None = cache.get(key)
    if found is None:
        title = sentence_text(evaluation.title, evaluation.figures)
        context = {"title": title, "report": report, "version": __version__}
        found = pdf("evaluation", context, lang, evaluation.as_of)
        cache.set(key, found, KEPT)
    return found
