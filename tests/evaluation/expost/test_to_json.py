"""An evaluation as JSON, as tables and as plain English."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from tests.workbench.reports.example import example

from fairshare.evaluation.expost.as_tables import WIDEST_MATRIX, as_table, tables
from fairshare.evaluation.expost.document import Bars, Cite, Fig, Flows, Grid, Link, Name, Section, State, StateMap, say
from fairshare.evaluation.expost.measured import Measured
from fairshare.evaluation.expost.plain_text import exact_text, text_of, value_text
from fairshare.evaluation.expost.to_json import to_json


def test_the_document_is_strict_and_holds_every_figure_with_its_cite_and_exact_value() -> None:
    found = json.loads(json.dumps(to_json(example()), allow_nan=False))
    assert list(found["figures"]) == list(example().figures)
    part = found["figures"]["relocated_of_decided"]
    assert part["exact"] == "3759/106000" and part["inputs"] == ["relocated", "decided"] and "cite" in part
    assert found["figures"]["committed"]["value"] is None and found["figures"]["committed"]["exact"] is None
    assert {figure["definition"] for figure in found["figures"].values()} <= set(found["definitions"])


def test_a_sentence_names_the_figures_in_it_also_those_of_a_sentence_within() -> None:
    inner = say("{committed} more", committed=Fig("committed"))
    outer = say("Of {decided}, {inner}", decided=Fig("decided"), inner=inner)
    found = to_json(replace(example(), headline=(outer,)))["headline"][0]
    assert found == {"text": "Of 106,000, unknown more", "figures": ["decided", "committed"]}


def test_cells_say_what_they_are() -> None:
    cells = (
        State("DE"),
        Fig("decided"),
        Cite("AMMR 79"),
        Name("2015/1601"),
        Link("claim", "pledges"),
        date(2017, 9, 26),
    )
    grid = Grid("g", say("A table"), (say("What"),) * 8, ((*cells, say("Words"), None),))
    section = Section("s", say("Section"), (grid,))
    (block,) = to_json(replace(example(), sections=(section,)))["sections"][0]["blocks"]
    assert block["rows"] == [[
        {"state": "DE"}, {"figure": "decided"}, {"cite": "AMMR 79"}, {"name": "2015/1601"}, {"claim": "pledges"},
        {"date": "2017-09-26"}, {"text": "Words"}, None,
    ]]  # fmt: skip


def test_provisions_are_those_that_stand_in_it_and_those_of_its_definitions() -> None:
    assert to_json(example())["cites"] == ["TFEU 78(3)"]


def test_blocks_say_their_form() -> None:
    forms = [block["form"] for section in to_json(example())["sections"] for block in section["blocks"]]
    assert forms == ["paragraph", "points", "table", "map", "bars", "flows"]


def test_maps_bars_and_flows_are_tables_too() -> None:
    found = {grid.name: grid for _section, grid in tables(example())}
    assert list(found) == ["chain", "map", "bars", "flows"]
    assert found["map"].rows == found["bars"].rows
    assert found["map"].rows[0] == (State("DE"), Fig("relocated_to.DE"))
    assert found["flows"].rows[1] == (State("MT"), Fig("relocated.IT.MT"), Fig("relocated.EL.MT"))


def test_a_flow_that_is_not_told_is_an_empty_cell_and_many_origins_make_a_list() -> None:
    few = Flows("f", say("Flows"), {("IT", "DE"): "a", ("EL", "FR"): "b"})
    assert as_table(few).rows == ((State("DE"), Fig("a"), None), (State("FR"), None, Fig("b")))
    codes = ("AT", "BE", "BG", "CY", "CZ", "DK", "EE", "EL", "ES")
    many = Flows("f", say("Flows"), {(code, "DE"): code for code in codes})
    assert len(codes) > WIDEST_MATRIX and as_table(many).rows[0] == (State("AT"), State("DE"), Fig("AT"))


def test_notes_stay_with_their_table() -> None:
    notes = (say("A note"),)
    blocks = (StateMap("m", say("Map"), {"DE": "a"}, notes), Bars("b", say("Bars"), ((State("DE"), "a"),), notes))
    assert all(as_table(block).notes == notes for block in (*blocks, Flows("f", say("F"), {("IT", "DE"): "a"}, notes)))


@pytest.mark.parametrize(
    ("definition", "value", "text"),
    [
        ("decided", Fraction(106000), "106,000"),
        ("decided", Fraction(3, 2), "2"),
        ("decided", Fraction(-2001, 2), "-1,001"),
        ("decided", Fraction(-5), "-5"),
        ("relocated_of_decided", Fraction(3759, 106000), "3.5 %"),
        ("relocated_of_decided", None, "unknown"),
    ],
)
def test_a_figure_is_written_by_its_unit(definition: str, value: Fraction | None, text: str) -> None:
    status = "unknown" if value is None else "official"
    assert value_text(Measured("a", definition, value, status, "2017", ("A source",))) == text


def test_what_stands_in_a_text_is_written_in_english() -> None:
    shown = say("{state}, {day}, {page}, {other}: {cite}", state=State("EL"), day=date(2017, 9, 6),
                page=Link("state", "IT"), other=Link("claim", "pledges"), cite=Cite("AMMR 79"))  # fmt: skip
    assert text_of(shown, {}) == "Greece, 6 September 2017, Italy, pledges: AMMR 79"


@pytest.mark.parametrize(("value", "text"), [(Fraction(1, 3), "1/3"), (Fraction(5), "5"), (Fraction(1, 80), "0.0125")])
def test_an_exact_value_is_a_decimal_where_that_ends(value: Fraction, text: str) -> None:
    assert exact_text(value) == text
