"""The reports of an evaluation as files, whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, Final

from fairshare.cli.evaluate_inputs import FORMATS, Request
from fairshare.cli.evaluate_manifest import manifest_of
from fairshare.evaluation.expost.document import Evaluation
from fairshare.evaluation.expost.to_json import to_json
from fairshare.figures.whole_folders import whole_folder

MANIFEST: Final = "manifest.json"
FILES: Final = (*(f"report.{name}" for name in FORMATS), MANIFEST)
"""The names of all files that a folder of reports may hold."""


def write(out: str, evaluation: Evaluation, request: Request, begins: Callable[[str], None]) -> dict[str, Any]:
    """Write the reports and their manifest into a folder, and give the manifest. ``begins`` is told each format."""
    made = {f"report.{name}": content for name, content in _rendered(evaluation, request, begins)}
    manifest = manifest_of(evaluation, request, made)
    with whole_folder(out, "--out", FILES) as folder:
        for name, content in made.items():
            (folder / name).write_bytes(content)
        (folder / MANIFEST).write_bytes(_json(manifest))
    return manifest


def _rendered(evaluation: Evaluation, request: Request, begins: Callable[[str], None]) -> Iterator[tuple[str, bytes]]:
    """Formats and bytes. Django is loaded only where a format needs its templates and languages."""
    if request.formats == ("json",):
        yield "json", _json(to_json(evaluation))
        return
    from fairshare.workbench.alone import configure

    configure()
    from django.utils import translation

    for name in request.formats:
        begins(name)
        with translation.override(request.lang):
            yield name, _maker(name)(evaluation)


def _maker(name: str) -> Callable[[Evaluation], bytes]:
    """What makes a format; each is imported when it is asked for."""
    if name == "html":
        from fairshare.workbench.reports.html import page_html

        return lambda evaluation: page_html(evaluation).encode()
    if name == "pdf":
        from fairshare.workbench.reports.pdf import pdf_bytes

        return pdf_bytes
    if name == "docx":
        from fairshare.workbench.reports.docx import docx_bytes

        return docx_bytes
    if name == "xlsx":
        from fairshare.workbench.reports.xlsx import xlsx_bytes

        return xlsx_bytes
    return lambda evaluation: _json(to_json(evaluation))


def _json(document: object) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()
