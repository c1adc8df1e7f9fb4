"""Checks of a series as worked examples: a small table, what is wrong with it, and nothing else found."""

from __future__ import annotations

import json
import time
from datetime import date

import polars as pl
import pytest

from fairshare.faults import BadInputError
from fairshare.figures import quality
from fairshare.figures.indicators.observations import observations
from fairshare.figures.quality import Finding
from fairshare.states import EU27

Row = tuple[str, str, str, str, str, int | None, str]
STATES = sorted(EU27)


def rows(*entries: Row) -> pl.DataFrame:
    """Observations from (geo, partner, citizen, kind, period, value, flag)."""
    names = ["geo", "partner", "citizen", "kind", "period", "value", "flag"]
    return observations(pl.DataFrame(entries, schema=names, orient="row"))


def found(frame: pl.DataFrame, check: str, series: str = "applications", **partners: pl.DataFrame) -> list[Finding]:
    return [finding for finding in quality.check(frame, series, partners=partners) if finding.check == check]


def years(geo: str, *values: int, first: int = 2010, kind: str = "") -> list[Row]:
    return [(geo, "", "TOTAL", kind, str(first + k), value, "") for k, value in enumerate(values)]


# --- totals against parts ---------------------------------------------------------------------------------------------


def nationalities(total: int, *parts: int) -> pl.DataFrame:
    codes = ["SYR", "AFG", "IRQ", "British overseas countries"]
    entries = [("DE", "", code, "", "2023", part, "") for code, part in zip(codes, parts, strict=False)]
    return rows(("DE", "", "TOTAL", "", "2023", total, ""), ("DE", "", "EXT_EU27_2020", "", "2023", 95, ""), *entries)


def test_rounding_explains_a_small_gap() -> None:
    """Three parts and a total, each within 2.5 of the truth: 10 can be rounding, 15 cannot."""
    assert not found(nationalities(110, 40, 40, 20), "citizens")
    (finding,) = [f for f in found(nationalities(115, 40, 40, 20), "citizens") if f.geo == "DE"]
    assert (finding.severity, finding.figures["gap"], finding.period) == ("doubt", 15, "2023")


def test_counts_that_are_not_rounded_must_add_up() -> None:
    findings = [f for f in found(nationalities(101, 40, 40, 20), "citizens") if f.geo == "DE"]
    assert [(f.severity, f.figures["gap"]) for f in findings] == [("note", 1)]


def test_parts_above_the_total_are_wrong() -> None:
    (finding,) = [f for f in found(nationalities(90, 40, 40, 20, 10), "citizens") if f.geo == "DE"]
    assert (finding.severity, finding.text) == ("wrong", "the nationalities add up to 110, the total is 90")


def test_a_single_nationality_is_no_breakdown() -> None:
    assert not found(nationalities(1000, 40), "citizens")


def test_accepted_and_refused_make_all_decisions() -> None:
    entries = [("DE", "IT", "", kind, "2015", value, "") for kind, value in (("ACC", 7), ("REF", 4), ("TOTAL", 12))]
    (finding,) = found(rows(*entries), "kinds", "dublin_decisions_out")
    assert (finding.figures["parts"], finding.figures["total"], finding.severity) == (11, 12, "doubt")


def test_outcomes_are_added_within_a_level_only() -> None:
    values = {"FI:recognised": 1, "FI:rejected": 2, "FI:total": 3, "AR:recognised": 5, "AR:rejected": 1, "AR:total": 6}
    assert not found(rows(*(("DE", "", "SYR", k, "2020", v, "") for k, v in values.items())), "kinds")


def test_more_positive_decisions_than_decisions() -> None:
    entries = [("DE", "", "TOTAL", kind, "2020-Q1", value, "") for kind, value in (("TOTAL", 100), ("TOTAL_POS", 120))]
    assert [f.severity for f in found(rows(*entries), "subset")] == ["wrong"]


def test_the_published_figure_of_the_27() -> None:
    states = [(state, "", "TOTAL", "", "2023", 10, "") for state in STATES]
    assert not found(rows(*states, ("EU27_2020", "", "TOTAL", "", "2023", 270, "")), "aggregate")
    assert not found(rows(*states, ("EU27_2020", "", "TOTAL", "", "2023", 335, "")), "aggregate")
    (low,) = found(rows(*states, ("EU27_2020", "", "TOTAL", "", "2023", 195, "")), "aggregate")
    assert (low.severity, low.figures) == ("wrong", {"parts": 270, "total": 195, "gap": 75, "totals": 1})


# --- mirror statistics ------------------------------------------------------------------------------------------------


def test_both_sides_of_a_dublin_request() -> None:
    out = rows(
        *[("DE", "IT", "", "", "2015", 1000, ""), ("DE", "FR", "", "", "2015", 300, "")],
        *[("DE", "TOTAL", "", "", "2015", 1300, ""), ("DE", "HU", "", "", "2015", 50, "")],
    )
    into = rows(("IT", "DE", "", "", "2015", 600, ""), ("FR", "DE", "", "", "2015", 290, ""))
    (total,) = found(out, "mirror", "dublin_requests_out", dublin_requests_in=into)
    assert total.figures == {
        "pairs": 2,
        "out": 1300,
        "into": 890,
        "apart": 410,
        "gap": 410,
        "alone": 1,
        "alone_count": 50,
    }
    (pair,) = found(out, "mirror_pair", "dublin_requests_out", dublin_requests_in=into)
    assert (pair.geo, pair.figures["partner"], pair.figures["gap"]) == ("DE", "IT", 400)
    assert pair.figures["ratio"] == pytest.approx(1000 / 600)


# --- jumps and breaks -------------------------------------------------------------------------------------------------


def test_a_jump_stands_out_from_its_neighbours() -> None:
    (jump,) = found(rows(*years("DE", 1000, 1100, 1050, 9000, 1000, 950, 1020)), "jump")
    assert (jump.geo, jump.period, jump.figures["value"]) == ("DE", "2013", 9000)
    assert jump.figures["usual"] == pytest.approx(1025, rel=0.01)


def test_a_neighbour_of_a_jump_at_the_end_is_none() -> None:
    assert [f.period for f in found(rows(*years("DE", 1000, 1100, 1050, 9000, 1000, 950)), "jump")] == ["2013"]


def test_growth_and_small_counts_do_not_jump() -> None:
    assert not found(rows(*years("DE", 1000, 1300, 1700, 2200, 2900, 3800)), "jump")
    assert not found(rows(*years("MT", 0, 1, 60, 2, 0, 1)), "jump")


def test_a_level_that_changes_and_stays() -> None:
    frame = rows(*years("NL", 8000, 8200, 8100, 2000, 2100, 1900, 2050))
    (level,) = found(frame, "break")
    assert (level.geo, level.period) == ("NL", "2013")
    assert (level.figures["before"], level.figures["after"]) == (pytest.approx(8100), pytest.approx(2000))
    assert not found(rows(*years("NL", 8000, 8200, 8100, 2000, 8100, 8000, 8050)), "break")


def test_a_break_of_the_27_together() -> None:
    entries = [row for state in STATES for row in years(state, 90, 91, 90, 30, 31, 30)]
    assert {finding.geo for finding in found(rows(*entries), "break")} == {"EU27"}


# --- what is not there ------------------------------------------------------------------------------------------------


def test_a_state_that_stops_reporting() -> None:
    entries = [(state, "", "", "", f"2024-0{k}", 10, "") for state in STATES for k in (1, 2, 3)]
    gone = [row for row in entries if row[0] != "PT" or row[4] == "2024-01"]
    (finding,) = found(rows(*gone), "missing")
    assert (finding.period, finding.severity) == ("2024-02..2024-03", "doubt")
    assert finding.text == "no figure of PT (1 of 27)"


def test_a_state_that_has_not_begun_is_a_note() -> None:
    entries = [(state, "", "", "", year, 10, "") for state in STATES for year in ("2012", "2013")]
    late = [row for row in entries if (row[0], row[4]) != ("HR", "2012")]
    assert [(f.period, f.severity) for f in found(rows(*late), "missing")] == [("2012", "note")]


def test_where_few_states_report_only_they_are_expected() -> None:
    entries = [("IT", "", "", "", "2015", 1, ""), ("MT", "", "", "", "2014", 1, ""), ("IT", "", "", "", "2014", 1, "")]
    (finding,) = found(rows(*entries), "missing")
    assert finding.text == "no figure of MT (1 of 2)"


def test_flags_and_suppressed_figures_are_counted() -> None:
    entries: list[Row] = [
        ("FR", "", "TOTAL", "", "2020", 5, "bp"),
        ("FR", "", "TOTAL", "", "2021", None, "c"),
        ("DE", "", "TOTAL", "", "2020", 5, "p"),
    ]
    flags = {f.figures["flag"]: f.figures["figures"] for f in found(rows(*entries), "flags")}
    assert flags == {"b": 1, "c": 1, "p": 2}
    assert [(f.geo, f.period) for f in found(rows(*entries), "flagged_break")] == [("FR", "2020")]
    assert [(f.geo, f.severity) for f in found(rows(*entries), "suppressed")] == [("FR", "doubt")]


def test_a_row_that_stands_twice() -> None:
    frame = rows(("DE", "", "SYR", "", "2020", 5, ""))
    (finding,) = found(pl.concat([frame, frame]), "duplicate")
    assert (finding.severity, finding.text) == ("wrong", "one figure stands 2 times (SYR)")


@pytest.mark.parametrize(
    ("period", "today", "old"),
    [
        ("2023", date(2025, 12, 31), False),
        ("2023", date(2026, 1, 2), True),
        ("2025-06", date(2025, 12, 1), False),
        ("2025-06", date(2026, 1, 1), True),
        ("2025-Q2", date(2026, 4, 1), True),
        ("2025-06-30", date(2025, 8, 1), False),
        ("2025-06-30", date(2025, 9, 15), True),
    ],
)
def test_age_is_judged_on_a_given_day(period: str, today: date, old: bool) -> None:
    frame = rows(("DE", "", "", "", period, 5, ""))
    assert [f.check for f in quality.check(frame, "applications", today=today)] == (["age"] if old else [])
    assert not quality.check(frame, "applications")


# --- the whole --------------------------------------------------------------------------------------------------------


def test_the_summary_has_the_worst_first() -> None:
    findings = [
        *found(nationalities(90, 40, 40, 20, 10), "citizens"),
        *found(rows(*years("DE", 1000, 1100, 1050, 9000, 1000, 950)), "jump", "returned"),
    ]
    first, second = quality.report(findings, most=1)
    assert (first.series, first.wrong, first.doubt) == ("applications", 2, 0)
    assert (second.series, second.checks) == ("returned", {"jump": 1})
    assert len(first.worst) == 1
    assert json.loads(json.dumps([first.as_json(), second.as_json()], allow_nan=False))[0]["worst"][0]["figures"]
    assert str(first.worst[0]).startswith("wrong: applications DE 2023: the nationalities")


def test_nothing_and_other_columns() -> None:
    assert quality.check(rows(("DE", "", "", "", "2020", 5, "")).clear(), "gdp", today=date(2026, 1, 1)) == ()
    with pytest.raises(BadInputError, match="lacks the columns value, flag"):
        quality.check(pl.DataFrame({n: ["x"] for n in ("geo", "partner", "citizen", "kind", "period")}), "gdp")


def test_the_order_of_rows_changes_nothing() -> None:
    entries = [row for state in STATES for row in years(state, 90, 91, 900, 30, 31, 30)]
    frame = rows(*entries)
    assert quality.check(frame, "returned") == quality.check(frame.reverse(), "returned")


def test_a_hundred_thousand_rows_are_quick() -> None:
    """The Dublin file has 95,127 rows."""
    size = range(27 * 27 * 130)
    frame = pl.DataFrame(
        {
            "geo": [STATES[k % 27] for k in size],
            "partner": [STATES[k // 27 % 27] for k in size],
            "citizen": [""] * len(size),
            "kind": [f"K{k // 729 // 10}" for k in size],
            "period": [str(2010 + k // 729 % 10) for k in size],
            "value": [k % 1000 for k in size],
            "flag": [""] * len(size),
        }
    )
    checked = observations(frame)
    start = time.perf_counter()
    quality.check(checked, "dublin_requests_out", partners={"dublin_requests_in": checked})
    assert time.perf_counter() - start < 5  # several times what an idle machine takes
