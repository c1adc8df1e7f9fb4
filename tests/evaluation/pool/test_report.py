"""The report on a pool of one's own: each figure with unit, status, source and cite, and what it says of a year."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

import polars
import pytest
from cycles import WEIGHTS, YEAR, act, draw, event, forum, key, notice, pledge, prepared, proposal

from fairshare.evaluation.pool import Figure, PoolReport, Statement, pool_report
from fairshare.evaluation.pool.figure import least_certain, provenance
from fairshare.evaluation.pool.report import explain
from fairshare.ledger import Cycle, dump, parse
from fairshare.ledger.events import Event

M = 1_000_000
EVENTS = [
    *prepared(),
    pledge("DE", "relocation", 6000, source="annex", status="reported"),
    pledge("FR", "alternative", 10 * M, item="experts"),
    pledge("SE", "financial", 15 * M),
    pledge("NL", "relocation", None, note="number not told"),
    pledge("LU", None, None),
    pledge("NO", "financial", M),
    pledge("IT", "relocation", 10),
    notice("IT"),
]
DELIVERED = [
    draw("IT", 600, "02-01"),
    event("relocation_accepted", "02-10", state="DE", towards="IT", persons=500),
    event("implemented", "03-01", state="DE", towards="IT", measure="relocation", amount=400),
    event("in_kind_requested", "03-01", state="FR", towards="IT", item="experts"),
    event("in_kind_valued", "03-02", state="FR", towards="IT", item="experts", value=8 * M),
    event("implemented", "04-01", state="FR", towards="IT", measure="alternative", amount=5 * M, item="experts"),
    event("offset_taken", "04-02", state="SE", towards="IT", cases=50, paragraph="63(4)"),
    event("year_closed", "12-31"),
    event("settled", "2028-03-01", state="SE", amount=4 * M),
]
END = date(2028, 12, 31)


def report(events: Iterable[Event], on: date = END, not_covered: str = "", **more: Any) -> PoolReport:
    text = dump(YEAR, list(events))
    return pool_report(parse(text.replace("events:", f"not_covered: [{not_covered}]\nevents:", 1)), on, **more)


def of(found: PoolReport, state: str) -> dict[str, Fraction | None]:
    row = next(row for row in found.rows if row.state == state)
    return {name: figure.value for name, figure in row.figures.items()}


# --- one state ---------------------------------------------------------------------------------------


@pytest.mark.law("AMMR 57(4)", "AMMR 60(3)(1)", "AMMR 63(6)", "IR 30(1)")
def test_what_became_of_each_pledge_in_units() -> None:
    found = report([*EVENTS, *DELIVERED])
    germany = of(found, "DE")
    assert (germany["fair_share_units"], germany["to_implement"], germany["implemented"]) == (6000, 6000, 400)
    assert (germany["committed"], germany["carried_over"], germany["outstanding"]) == (100, 100, 5600)
    france = of(found, "FR")  # 500 units pledged in kind: 250 delivered, 150 run on, 100 became money
    assert (france["to_implement"], france["implemented"], france["carried_over"]) == (500, 250, 150)
    assert (france["converted"], france["outstanding"], france["unpledged"]) == (100, 250, 4000)
    sweden = of(found, "SE")  # 750 units of money: 50 offset, 200 paid
    assert (sweden["offset"], sweden["settled"], sweden["outstanding"]) == (50, 200, 500)
    italy = of(found, "IT")
    assert (italy["released"], italy["to_implement"], italy["outstanding"]) == (3900, 0, 0)


def test_a_state_that_owes_nothing_more_still_ends_what_is_running() -> None:
    events = [*EVENTS, *DELIVERED[:2], event("pressure_notified", "02-11", state="DE")]
    freed = of(report([*events, event("pressure_decided", "02-12", state="DE", accepted=True)]), "DE")
    assert (freed["released"], freed["to_implement"], freed["outstanding"]) == (5500, 0, 500)


def test_what_is_not_known_stays_unknown() -> None:
    found = report(EVENTS)
    for state in ("NL", "LU"):
        row = next(row for row in found.rows if row.state == state)
        assert row.figures["to_implement"].value is None
        assert row.figures["outstanding"].status == row.figures["unpledged"].status == "unknown"
    pledged = next(row for row in found.rows if row.state == "NL").pledged
    assert (pledged["relocation"].note, pledged["relocation"].status) == ("number not told", "unknown")
    assert [figure.value for figure in pledged.values()] == [None, None, None]
    certain = next(row for row in found.rows if row.state == "DE").pledged
    assert (certain["financial"].value, certain["financial"].status) == (0, "inferred")


def test_accounts_that_the_record_does_not_cover() -> None:
    hidden = report(EVENTS, not_covered="implemented, offset, settled")
    row = next(row for row in hidden.rows if row.state == "DE")
    assert {name for name, figure in row.figures.items() if figure.value is None} == {
        "implemented", "offset", "settled", "outstanding",
    }  # fmt: skip
    assert of(hidden, "IT")["implemented"] == 0  # it owes nothing
    known = report([*EVENTS, *DELIVERED], not_covered="implemented")
    assert of(known, "DE")["implemented"] == 400  # what is on record is known
    assert of(known, "NO")["implemented"] is None


def test_a_state_outside_the_key() -> None:
    row = next(row for row in report(EVENTS).rows if row.state == "NO")
    assert (row.figures["share"].value, row.figures["share"].note) == (None, "outside the key")
    assert (row.figures["fair_share_units"].value, row.figures["to_implement"].value) == (None, 50)


def test_a_state_of_which_no_event_tells() -> None:
    row = next(row for row in report(EVENTS).rows if row.state == "MT")
    assert (row.figures["to_implement"].value, row.figures["to_implement"].status) == (0, "inferred")
    assert row.figures["to_implement"].source == "no event on record"


def test_certainty_is_that_of_the_least_certain_event() -> None:
    events = [
        *EVENTS,
        event("adjustment_in_act", "2026-12-10", state="PL", part="1/2", status="reported", source="press"),
    ]
    found = report(sorted(events, key=lambda entry: entry.date))
    row = next(row for row in found.rows if row.state == "PL")
    assert (row.figures["deducted"].value, row.figures["deducted"].status) == (1200, "reported")
    assert row.figures["deducted"].source == "press"
    assert least_certain([]) == "official"
    assert provenance(found.book, []) == ("inferred", "no event on record")


# --- the pool ------------------------------------------------------------------------------------------


@pytest.mark.law("AMMR 57(1)", "AMMR 60(3)")
def test_the_bridge_from_the_key_to_what_is_delivered() -> None:
    adjusted = [event("adjustment_in_act", "2026-12-10", state=s, part=p) for s, p in (("PL", 1), ("EE", "1/2"))]
    by_offset = pledge("BE", "relocation", 900, discharge="offset")
    found = report(sorted([*EVENTS, *adjusted, by_offset], key=lambda entry: entry.date))
    assert found.effective.bridge == {
        "benefitting": 3900,
        "lowered": 2400 + 60,
        "nothing_pledged": 30_000 - 3900 - 2460 - 900 - 1560 - 11_250,
        "met_by_offsets": 900,
        "pledge_unknown": 1500 + 60,
        "delivering": 6000 + 4500 + 750,
    }
    assert sum(found.effective.bridge.values()) == found.units_sum == 30_000
    assert found.effective.explained == {"DE": 6000, "FR": 500, "SE": 750, "NO": 50}


def test_a_statement_is_held_against_what_is_left_of_the_pledges() -> None:
    granted = [
        event("deduction_requested", "01-11", state="DE", article="61"),
        event("deduction_decided", "01-12", state="DE", article="61", amounts={"relocation": 1000}),
    ]
    statement = Statement(5200, Fraction(30 * M), "reported", "a minister")
    found = report([*EVENTS, *granted], statement=statement).effective
    assert found.explained["DE"] == 5000
    assert found.unexplained == {"relocations": 200, "money": 1500 - 1300, "total": 400}
    assert found.units.value == 6700


@pytest.mark.law("AMMR 12(6)")
@pytest.mark.parametrize(
    ("disclosure", "authorised", "choices", "shown"),
    [
        ("restricted", False, {}, False),
        ("restricted", True, {}, True),
        ("restricted", False, {"PROPOSAL_AFTER_ACT": "public"}, True),
        ("declassified", False, {}, True),
        ("statutory_floor", False, {}, True),
    ],
)
def test_the_commission_number_is_shown_to_whom_it_may_be(
    disclosure: str, authorised: bool, choices: dict[str, str], shown: bool
) -> None:
    events = [
        key(),
        proposal(disclosure=disclosure),
        forum(),
        act(),
        pledge("DE", "relocation", 9),
    ]
    found = report(events, authorised=authorised, choices=choices)
    assert found.tests[0].figures["proposed"] == ("30000" if shown else "unknown")
    assert found.tests[0].met is (False if shown else None)
    assert ("30000" in json.dumps(found.to_json()["tests"]["63(1)"])) is shown


def test_catch_up_after_the_year() -> None:
    assert report([*EVENTS, *DELIVERED]).catch_up == {"DE": 5500}
    assert report([*EVENTS, *DELIVERED[:-2]]).catch_up == {}


def test_the_vote() -> None:
    assert report(EVENTS).vote is None
    voted = [key(), proposal(), forum(), act(against=("HU",), abstained=("SK",))]
    found = report(voted)
    assert found.vote is not None
    assert found.to_json()["vote"]["not_in_favour"] == ["HU", "SK"]


# --- distance from the key -------------------------------------------------------------------------------


def test_distance_before_and_after() -> None:
    """All 100,000 applications in Italy, whose key is 13 %: 87,000 would have to move."""
    held = dict.fromkeys(WEIGHTS, Fraction(0)) | {"IT": Fraction(100_000)}
    far = report([*EVENTS, *DELIVERED], applications=held, applications_source="test").distance
    assert far is not None
    assert (far.before, far.to_move, far.total) == (Fraction(87, 100), 87_000, 100_000)
    assert far.after["nominal"] == Fraction(57, 100)
    assert far.after["recorded"] == Fraction(87_000 - 450, 100_000)  # 400 relocated by Germany, 50 offset by Sweden
    assert far.reach["nominal"] == Fraction(30, 87)


def test_where_nobody_need_move_the_reach_is_undefined() -> None:
    held = {state: Fraction(weight) for state, weight in WEIGHTS.items()}
    found = report(EVENTS, applications=held)
    assert found.distance is not None
    assert (found.distance.before, found.distance.reach) == (0, {"nominal": None, "effective": None})
    assert found.to_json()["hoover"]["pool_to_persons_to_move"] == {"nominal": None, "effective": None}


def test_more_relocations_than_applications_leave_none() -> None:
    held = dict.fromkeys(WEIGHTS, Fraction(10))
    far = report([*EVENTS, *DELIVERED], applications=held).distance
    assert far is not None
    assert far.after["recorded"] <= 1


def test_without_all_applications_there_is_no_distance() -> None:
    assert report(EVENTS).distance is None
    assert report(EVENTS, applications={"DE": Fraction(1)}).distance is None


# --- JSON, frame, text ---------------------------------------------------------------------------------


def leaves(value: Any, path: str = "") -> Iterable[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, entry in value.items():
            yield from leaves(entry, f"{path}/{name}")
    else:
        yield path, value


def test_every_figure_of_the_json_has_status_source_and_cite() -> None:
    held = dict.fromkeys(WEIGHTS, Fraction(10))
    document = report([*EVENTS, *DELIVERED], applications=held, applications_source="test").to_json()
    text = json.dumps(document, allow_nan=False)
    assert json.loads(text, parse_constant=pytest.fail) == document
    wanted = {
        "share", "fair_share_units", "fair_share_eur", "role", "pledged", "deducted", "released", "to_implement",
        "implemented", "offset", "converted", "carried_over", "outstanding",
    }  # fmt: skip
    for state, row in document["states"].items():
        assert wanted <= row.keys()
        figures = {**{name: row[name] for name in row.keys() - {"role", "labels", "pledged"}}, **row["pledged"]}
        for name, figure in figures.items():
            assert {"value", "unit", "status", "source", "cite"} <= figure.keys(), (state, name)
            assert figure["status"] in {"official", "reported", "inferred", "unknown"}
            assert figure["cite"]
            assert isinstance(figure["value"], (str, int, type(None)))
            assert (figure["value"] is None) <= (figure["status"] == "unknown" or "note" in figure)
    for name in ("reference_relocations", "reference_eur", "effective_units", "effective_share"):
        assert {"value", "status", "source", "cite"} <= document[name].keys()
    for name in ("63(1)", "63(2)(a)", "63(3)", "63(4)", "63(5)"):
        assert document["tests"][name]["cite"] == f"AMMR {name}"
    assert document["tests"]["63(2)(b)"]["states"]["DE"]["met"] is True
    assert document["hoover"].keys() >= {"before", "after", "status", "source", "cite"}
    assert document["fair_share_units_sum"] == {"value": 30_000, "surplus": 0, "published": None, "cite": "AMMR 57(3)"}
    assert all(flag["cite"] and flag["text"] for flag in document["flags"])
    assert document["choices"]["ROUNDING"] == "ceil"


def test_the_shape_of_figures() -> None:
    germany = report(EVENTS).to_json()["states"]["DE"]
    assert germany["share"]["value"] == "0.2"
    assert germany["fair_share_units"]["value"] == 6000
    assert germany["fair_share_eur"]["value"] == "120000000.00"
    assert germany["pledged"]["relocation"] == {
        "value": 6000,
        "unit": "persons",
        "status": "reported",
        "source": "annex",
        "cite": "AMMR 57(1), 57(4)",
    }
    assert Figure(Fraction(1, 3), "share", "inferred", "s", "c", "n").to_json()["value"] == "0.333333333333333333"
    assert Figure(Fraction(1, 2), "units", "inferred", "s", "c").to_json()["value"] == "0.5"


def test_a_published_share_stands_beside_the_computed_one() -> None:
    printed = event(
        "share_published", "2026-12-10", state="DE", share="0.201", units=6030, status="reported", source="note"
    )
    found = report(sorted([*EVENTS, printed], key=lambda entry: entry.date)).to_json()["states"]["DE"]
    assert (found["share"]["value"], found["share"]["status"]) == ("0.201", "reported")
    assert found["computed_share"]["value"] == "0.2"
    assert found["computed_share"]["difference_percentage_points"] == "-0.100000"
    assert found["fair_share_units"] == {
        "value": 6030, "unit": "units", "status": "reported", "source": "note", "cite": "AMMR 57(3)",
    }  # fmt: skip


def test_the_choices_that_were_set_are_named() -> None:
    found = report(EVENTS, choices={"CATCH_UP_CAP": "fair-share"}).to_json()["choices"]
    assert found["CATCH_UP_CAP"] == "fair-share"
    assert "GENERAL_APPLICATION_DATE" in found


def test_a_pool_without_a_key() -> None:
    found = report([proposal(), forum(), act(), pledge("DE", "relocation", 5)])
    assert [row.state for row in found.rows] == ["DE"]
    assert of(found, "DE")["share"] is None
    assert (found.units_sum, found.distance, found.vote) == (0, None, None)


def test_data_frame_and_text() -> None:
    found = report(EVENTS)
    frame = found.to_frame()
    assert frame.height == 27
    row = frame.row(by_predicate=polars.col("state") == "DE", named=True)
    assert (row["fair_share_units"], row["pledged_relocation"], row["share_status"]) == (6000, 6000, "official")
    assert frame.row(by_predicate=polars.col("state") == "NL", named=True)["to_implement"] is None
    text = "Annual Solidarity Pool 2027 at 2028-12-31: 30000 relocations or EUR 600,000,000; 27 states; "
    assert str(found) == text + "effective 7300 units"


def test_every_balance_is_explained_by_its_events() -> None:
    found = report([*EVENTS, *DELIVERED])
    for row in found.rows:
        sums: dict[tuple[str, str, str], Fraction] = {}
        for line in explain(found, row.state):
            for post in line["postings"]:
                place = (post["measure"], post["account"], post["towards"])
                sums[place] = sums.get(place, Fraction(0)) + Fraction(post["amount"])
        for (state, account, measure, towards), amount in found.book.balances.items():
            if state == row.state:
                worth = amount if measure == "relocation" else Fraction(amount) / 100
                assert sums.pop((measure, account, towards)) == worth
        assert not sums


def test_the_cycle_that_a_report_takes_is_a_file() -> None:
    assert isinstance(parse(dump(YEAR, EVENTS)), Cycle)
