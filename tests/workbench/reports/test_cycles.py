"""The cycles that are shipped as reports: the walk over the small one, over all of them and in each language."""

from __future__ import annotations

from collections import Counter

import pytest
from django.utils import translation

from fairshare.cli.evaluate_inputs import Request, catalogue, evaluated
from fairshare.evaluation.expost.document import Evaluation, Fig, shown
from fairshare.workbench.reports.html import ALONE, page_html, report_html
from fairshare.workbench.translation.core_texts import core_texts

from .walk import body_digits, page


@pytest.fixture(scope="module", params=[one.name for one in catalogue()])
def evaluation(request: pytest.FixtureRequest) -> Evaluation:
    return evaluated(Request(request.param))


@pytest.mark.parametrize("lang", ["en", "fr", "de"])
def test_no_number_stands_alone(evaluation: Evaluation, lang: str) -> None:
    with translation.override(lang):
        assert list(body_digits(page(report_html(evaluation, ALONE)))) == []


def test_every_link_leads_somewhere_and_every_id_stands_once(evaluation: Evaluation) -> None:
    tree = page(page_html(evaluation))
    ids = Counter(tree.xpath("//@id"))
    assert [name for name, times in ids.items() if times > 1] == []
    assert {address[1:] for address in tree.xpath("//a/@href") if address.startswith("#")} <= set(ids)


def test_every_way_ends_at_a_source_or_an_event(evaluation: Evaluation) -> None:
    for figure in evaluation.figures.values():
        assert figure.sources or figure.events or figure.inputs, figure.key


def test_every_figure_is_told_or_an_input_of_one_that_is(evaluation: Evaluation) -> None:
    reached, open_keys = set(), {one.key for one in shown(evaluation) if isinstance(one, Fig)}
    while open_keys:
        reached |= open_keys
        open_keys = {key for one in open_keys for key in evaluation.figures[one].inputs} - reached
    assert sorted(set(evaluation.figures) - reached) == []


def test_whoever_owes_what_is_not_known_has_a_name_in_each_language(evaluation: Evaluation) -> None:
    assert {gap.owner for gap in evaluation.gaps} <= set(core_texts())
