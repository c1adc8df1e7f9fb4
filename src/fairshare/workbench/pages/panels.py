"""What a page is made of: panels, each a heading with a table, a chart, a map, or a template of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise

from fairshare.workbench.tables.downloads import requested
from fairshare.workbench.tables.model import Table

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Panel:
    """One part of a page. ``template`` draws ``context``; ``table`` can be sorted, filtered and downloaded."""

    title: Text
    template: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)
    table: Table | None = None
    chart: Any = None
    map: Any = None
    says: Text = ""
    cite: str = ""


def asked_download(request: HttpRequest, panels: Iterable[Panel]) -> HttpResponse | None:
    """The download of a table of the page that the request asks for (``NAME-format=csv``), if it does."""
    return requested(request.GET, *(panel.table for panel in panels if panel.table is not None))
