"""An evaluation as PDF/UA-1: report and entries of figures, tagged, with the links of the figures in it."""

from __future__ import annotations

from django.template.loader import render_to_string
from weasyprint import HTML

from fairshare.evaluation.expost.document import Evaluation
from fairshare.workbench.documents.render import SCHEME, BundledFiles
from fairshare.workbench.reports.html import document


def pdf_bytes(evaluation: Evaluation) -> bytes:
    """The report as PDF in the language that is active. Its dates are those of the evaluation, never of a clock."""
    text = render_to_string("reports/paper.html", document(evaluation))
    written = HTML(string=text, base_url=SCHEME, url_fetcher=BundledFiles()).write_pdf(pdf_variant="pdf/ua-1")
    return bytes(written)
