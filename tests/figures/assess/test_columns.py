"""The columns of the shadow assessment: one series, one dataset, one year; and what is assumed is told."""

from __future__ import annotations

import pytest

from fairshare.figures.assess.columns import columns, routes, rules
from fairshare.figures.assess.rates import recognition, returns
from fairshare.figures.indicators.catalogue import catalogue
from fairshare.figures.indicators.store import Store
from fairshare.figures.reference import table
from fairshare.states import EU27, PART_IV

EVERY = sorted(EU27)


def test_every_rule_names_a_series_of_the_catalogue_and_a_provision() -> None:
    for rule in rules().values():
        assert rule.series in catalogue()
        assert rule.take in {"year", "change", "sum5"}
        assert rule.cite.startswith("AMMR ")


def test_every_border_of_a_route_is_in_the_table_of_borders() -> None:
    held = {row.key for row in table("external_borders")}
    for route in routes().values():
        assert {f"{state}/coast" for state in route.sea} <= held
        for state, neighbours in (route.land or {}).items():
            assert {f"{state}/land/{neighbour}" for neighbour in neighbours} <= held


def test_the_year_its_change_and_the_sum_of_five(keep) -> None:
    rows = [(state, str(year), 100 + 10 * (year - 2020)) for state in EVERY for year in range(2020, 2025)]
    found = columns(keep("first_time_applications", rows, dataset="asylum-applications"), 2024)
    assert found["applications"].values["EL"] == 140
    assert found["applications_change"].values["EL"] == pytest.approx(140 / 130)
    assert found["applications_five_years"].values["EL"] == 600
    assert (found["applications"].year, found["applications"].dataset) == (2024, "asylum-applications")


def test_an_older_figure_serves_for_two_years_and_says_so(keep) -> None:
    store = keep("refused_entry", [(state, "2022", 5) for state in EVERY])
    assert columns(store, 2024)["refused_entry"].notes == ("figures of 2022: none of 2024 are held",)
    late = columns(store, 2025)["refused_entry"]
    assert late.values == {}
    assert "no figures of 2025 or the two years before" in late.notes[0]


def test_a_state_without_a_figure_is_unknown_not_zero(keep) -> None:
    found = columns(keep("refused_entry", [(state, "2024", 5) for state in EVERY if state != "PT"]), 2024)
    assert "PT" not in found["refused_entry"].values
    assert found["refused_entry"].notes == ("unknown for PT",)


def test_a_change_compares_sums_of_citizenships_with_such_sums(keep) -> None:
    """A published total holds more than the citizenships; the fall from one to the other is none."""
    rows = [(state, citizen, year, 50) for state in EVERY for citizen in ("SYR", "AFG") for year in ("2023", "2024")]
    rows += [(state, "TOTAL", "2023", 125) for state in EVERY]
    found = columns(keep("illegally_present", rows, ("geo", "citizen", "period")), 2024)["illegally_present_change"]
    assert set(found.values.values()) == {1.0}
    assert "sums of citizenships" in found.notes[0]


def test_flags_of_the_publisher_stay_with_the_figures(keep) -> None:
    import polars as pl

    from fairshare.figures.indicators.observations import Extract, observations

    store = keep("refused_entry", [("EL", "2020", 5)])
    flags = {"FR": "p", "RO": "bp"}
    frame = pl.DataFrame(
        {"geo": EVERY, "period": ["2024"] * 27, "value": [5] * 27, "flag": [flags.get(s, "") for s in EVERY]}
    )
    extract = Extract("refused_entry", "files", "flagged", {}, "persons", "", "", (2024,), observations(frame))
    store.save(extract, "2026-11-02T00:00:00Z")
    assert columns(store, 2024)["refused_entry"].notes == ("a break for RO (flag b)", "provisional for FR, RO (flag p)")


def test_arrivals_by_sea_of_states_that_the_source_does_not_list_count_as_none_and_it_says_so(keep) -> None:
    five = ("CY", "EL", "ES", "IT", "MT")
    found = columns(keep("sea_arrivals", [(state, "2024", 7) for state in five]), 2024)["sea_arrivals"]
    assert (found.values["IT"], found.values["AT"]) == (7, 0)
    assert "counted as 0" in found.notes[0]
    assert "an assumption" in found.notes[0]


def test_one_state_alone_is_no_source_of_arrivals_by_sea(keep) -> None:
    rows = [("IT", f"2024-{month:02}-01", 7) for month in range(1, 13)]
    assert columns(keep("sea_arrivals", rows), 2024)["sea_arrivals"].values == {}


def test_detections_are_attributed_and_nothing_is_lost(keep) -> None:
    names = ("geo", "partner", "citizen", "kind", "period")
    rows = [
        ("EU", route, "SYR", kind, f"{year}-{month:02}", 10 * (year - 2022))
        for route, kind in (("Western African Route", "sea"), ("Eastern Borders Route", "land"), ("Other", "sea"))
        for year in (2023, 2024)
        for month in range(1, 13)
    ]
    found = columns(keep("border_crossings", rows, names), 2024)
    assert found["crossings"].values["ES"] == 240
    assert sum(found["crossings"].values.values()) == pytest.approx(480)
    assert "240 detections are attributed to no state" in found["crossings"].notes
    assert found["crossings_land"].values["ES"] == 0
    assert found["crossings_change"].values["FI"] == pytest.approx(2)


def test_kinds_are_chosen_and_first_decisions_are_of_one_level(keep) -> None:
    rows = [
        (state, f"{level}:{outcome}", "2024", number)
        for state, level in (("AT", "FA"), *((each, "FI") for each in EVERY if each != "AT"))
        for outcome, number in (("recognised", 3), ("other", 2), ("rejected", 5), ("closed", 90))
    ]
    again = [("EL", "AR:recognised", "2024", 50)]
    store = keep("protection_decisions", rows + again, ("geo", "kind", "period"))
    found = columns(store, 2024)
    assert (found["decisions"].values["AT"], found["decisions"].values["EL"]) == (10, 10)
    assert found["protected"].values["EL"] == 5
    assert recognition(store, PART_IV, 2025).by_year == {2024: 0.5}


def test_a_return_rate_needs_both_series_and_is_at_most_1(keep) -> None:
    store = keep("returned", [("EL", str(year), 50 * (year - 2020)) for year in (2021, 2022, 2023)])
    assert returns(store, PART_IV, 2024).by_year == {}
    store = keep("ordered_to_leave", [("EL", str(year), 100) for year in (2021, 2022, 2023)])
    assert returns(store, PART_IV, 2024).by_year == {2021: 0.5, 2022: 1.0, 2023: 1.0}
    assert returns(store, PART_IV, 2021).by_year == {2021: 0.5}


def test_a_rate_is_of_the_same_states_above_and_below_and_names_the_others(keep) -> None:
    keep("returned", [("EL", "2021", 50), ("PL", "2021", 50)])
    store = keep("ordered_to_leave", [("EL", "2021", 100), ("PL", "2021", 100), ("DE", "2021", 1000)])
    found = returns(store, ("DE", "EL", "PL"), 2024)
    assert found.by_year == {2021: 0.5}
    assert found.note == "2021 without DE"


def test_decisions_that_are_not_told_apart_by_level_are_first_decisions(keep) -> None:
    """Germany's of 2014 to 2020 stand under NA in UNHCR's figures."""
    kinds = {"DE": "NA", "EL": "FI", "AT": "FA"}
    rows = [
        (state, f"{level}:{outcome}", "2019", number)
        for state, level in kinds.items()
        for outcome, number in (("recognised", 4), ("rejected", 6))
    ]
    found = recognition(keep("protection_decisions", rows, ("geo", "kind", "period")), tuple(kinds), 2020)
    assert (found.by_year, found.note) == ({2019: 0.4}, "")


def test_with_the_bundled_tables_alone_there_are_applications(tmp_path) -> None:
    found = columns(Store(tmp_path), 2024)
    assert len(found["applications"].values) == 27
    assert found["pending"].values == {}
