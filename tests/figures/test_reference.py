"""The bundled tables: every figure has a status, a source and a date; unknown stays unknown."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from fairshare.faults import BadInputError
from fairshare.figures import reference
from fairshare.figures.provenance import COLUMNS, STATUSES, Datum, read_data
from fairshare.states import EU27, PART_IV

TABLES = pytest.mark.parametrize("name", reference.names())


# --- every table ----------------------------------------------------------------------------------------------------


@TABLES
def test_every_datum_has_a_status_a_source_and_a_date(name):
    for row in reference.table(name):
        assert row.status in STATUSES
        assert row.source.strip() and row.unit
        assert re.fullmatch(r"20\d\d(-\d\d){0,2}", row.as_of), row


@TABLES
def test_a_value_is_missing_if_and_only_if_it_is_unknown_and_then_prints_as_such(name):
    for row in reference.table(name):
        assert row.known == (row.status != "unknown")
        if not row.known:
            assert row.text() == "unknown" and row.as_json()["value"] is None
            with pytest.raises(TypeError, match="is unknown, not a number"):
                _ = row.number


@TABLES
def test_no_table_has_a_key_twice_and_each_row_is_found_by_its_key(name):
    table = reference.table(name)
    assert len({row.key for row in table}) == len(table) > 0
    assert all(table[row.key] is row for row in table)


def test_a_key_that_is_not_there_is_a_key_error():
    with pytest.raises(KeyError):
        _ = reference.table("population")["XX/2024"]


@TABLES
def test_the_frame_holds_the_same_rows_and_null_for_what_is_unknown(name):
    table = reference.table(name)
    frame = table.to_frame()
    assert frame.columns == [*COLUMNS, "number"] and frame.height == len(table)
    for row, (value, number) in zip(table, frame.select("value", "number").iter_rows(), strict=True):
        assert (value is None) == (not row.known)
        assert number == (float(row.value) if isinstance(row.value, Fraction) else None)


def test_an_unknown_table_names_those_that_are_held():
    with pytest.raises(BadInputError, match="'gni' is not a bundled table; expected one of population, gdp"):
        reference.table("gni")


def test_json_holds_counts_as_integers_and_money_as_decimal_strings():
    act = reference.act(2026)
    assert act["reference_relocations"].as_json()["value"] == 21000
    assert act["reference_eur"].as_json()["value"] == "420000000.00"
    assert reference.gdp(2024)["DE"].as_json()["value"] == "4305327"


# --- figures of Eurostat and UNHCR ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "total"),
    [
        (reference.population(2024), 449.3e6),  # EU27 as Eurostat totals it
        (reference.population(2025), 450.6e6),
        (reference.gdp(2023), 17.19e6),
        (reference.gdp(2024), 17.95e6),
        (reference.applications(2024), 913_667),
        (reference.applications(2025), 670_999),
    ],
)
def test_the_27_states_add_up_to_the_total_known_for_the_union(rows, total):
    assert set(rows) == EU27
    assert float(sum(row.number for row in rows.values())) == pytest.approx(total, rel=2e-3)


def test_the_unhcr_counts_of_germany_are_the_published_ones():
    assert [reference.applications(year)["DE"].number for year in (2024, 2025)] == [229_740, 113_216]
    assert "UNHCR" in reference.applications(2024)["DE"].source


def test_france_keeps_its_superseded_population_beside_the_revised_one():
    table = reference.table("population")
    assert table["FR/2025"].text() == "68,882,600" and "revised" in table["FR/2025"].note
    assert table["FR/2025/superseded"].text() == "68,635,943"
    assert reference.population(2025)["FR"] is table["FR/2025"]


def test_gdp_is_said_to_be_inferred():
    assert reference.table("gdp").statuses == {"inferred": 54}


def test_another_year_names_those_that_are_held():
    with pytest.raises(BadInputError, match="no gdp of 2019 is held; expected one of 2023, 2024"):
        reference.gdp(2019)


# --- persons by origin ------------------------------------------------------------------------------------------------


def test_origins_are_the_thirty_with_most_applications_in_the_states_that_benefit():
    """UNHCR's N + NR of 2025 in CY, EL, ES and IT: 329,328 in all, 306,072 of them from these thirty countries."""
    found = reference.origins(2025)
    assert len(found) == 30 and all(set(states) == {"CY", "EL", "ES", "IT"} for states in found.values())
    assert sum(row.number for states in found.values() for row in states.values()) == 306_072
    assert found["VEN"]["ES"].number == 85_413 and found["BGD"]["IT"].number == 27_481
    assert found["AFG"]["EL"].number == 15_098 and found["SYR"]["CY"].number == 929


@pytest.mark.parametrize("state", ["CY", "EL", "ES", "IT"])
def test_no_state_has_more_applications_by_origin_than_in_all(state):
    whole = reference.applications(2025)[state].number
    part = sum(states[state].number for states in reference.origins(2025).values())
    assert 0.8 * whole < part <= whole


def test_migrant_stock_covers_the_origins_in_the_26_and_leaves_unknown_what_nobody_has():
    found = reference.migrant_stock(2024)
    assert set(found) == set(reference.origins(2025)) and all(set(states) == PART_IV for states in found.values())
    assert found["SYR"]["DE"].number == 860_697 and found["MAR"]["FR"].number == 1_066_129
    table = reference.table("migrant_stock_2024")
    assert table.statuses == {"inferred": 714, "unknown": 66}
    assert found["YEM"]["FR"].text() == "unknown"


def test_citizens_stand_in_where_the_un_has_no_estimate_and_the_row_says_so():
    row = reference.migrant_stock(2024)["NGA"]["DE"]
    assert row.number == 74_478 and row.source.startswith("Eurostat") and "stand in" in row.note
    assert sum("stand in" in row.note for row in reference.table("migrant_stock_2024")) == 179


# --- the determination of 2025, the act of 2026 ----------------------------------------------------------------------


@pytest.mark.law("AMMR 11(1)")
def test_the_determination_of_2025_is_that_of_decision_2025_2323():
    found = reference.determination(2025)
    assert set(found) == PART_IV

    def states(label):
        return {state for state, determined in found.items() if label in determined.labels}

    assert states("pressure") == {"CY", "EL", "ES", "IT"}
    assert states("at_risk") == {"BE", "BG", "DE", "EE", "FI", "FR", "HR", "IE", "LT", "LV", "NL", "PL"}
    assert states("significant_situation") == {"AT", "BG", "CZ", "EE", "HR", "PL"}
    assert {state for state, determined in found.items() if not determined.labels} == {
        "HU", "LU", "MT", "PT", "RO", "SE", "SI", "SK",
    }  # fmt: skip


@pytest.mark.law("AMMR 2(25)")
def test_no_state_is_both_under_pressure_and_in_a_significant_situation():
    for determined in reference.determination(2025).values():
        assert not {"pressure", "significant_situation"} <= set(determined.labels)


@pytest.mark.law("AMMR 11(3)")
def test_the_ground_of_italy_and_spain_is_search_and_rescue():
    found = reference.determination(2025)
    assert {state for state in PART_IV if "search and rescue" in found[state].ground} == {"IT", "ES"}


def test_the_act_keeps_the_ratio_and_its_corrected_day():
    act = reference.act(2026)
    assert act["reference_eur"].number / act["reference_relocations"].number == 20_000
    assert act["proposal_eur"].number / act["proposal_relocations"].number == 20_000
    assert (act["adopted"].text(), act["adopted_as_first_printed"].text()) == ("2025-12-22", "2025-12-19")
    assert [act[name].text() for name in ("forum_first", "forum_second", "political_agreement", "published")] == [
        "2025-11-18",
        "2025-11-27",
        "2025-12-08",
        "2025-12-23",
    ]
    assert act["relocations_implemented"].text() == "unknown"


def test_what_spain_calls_real_is_4695_units():
    act = reference.act(2026)
    units = act["spain_relocations"].number + act["spain_eur"].number / 20_000
    assert units == 4695
    assert float(units / act["reference_relocations"].number) == pytest.approx(0.2236, abs=5e-5)


def test_the_votes_are_the_six_that_are_named_and_the_rest_by_difference():
    votes = reference.votes(2026)
    assert set(votes) == EU27
    cast = {
        kind: {state for state, vote in votes.items() if vote.value == kind} for kind in ("against", "abstained", "for")
    }
    assert cast["against"] == {"HU", "SK"} and cast["abstained"] == {"CY", "ES", "LV", "PT"}
    assert len(cast["for"]) == 20 and {votes[state].status for state in cast["for"]} == {"inferred"}
    assert votes["DK"].value == "not taking part"


@pytest.mark.law("AMMR 57(3)")
def test_published_shares_are_those_recovered_and_units_round_up():
    shares = reference.published_shares(2026)
    assert set(shares) == PART_IV and all(set(fields) == {"share", "units", "eur"} for fields in shares.values())
    known = {state: fields["share"].number for state, fields in shares.items() if fields["share"].known}
    assert known == {"DE": Fraction("21.6890"), "FR": Fraction("16.0021")}
    for state in known:
        assert shares[state]["units"].number == -(-known[state] * 21_000 // 100)
    for state in ("PT", "IE"):
        assert shares[state]["units"].number * 20_000 == shares[state]["eur"].number
    assert shares["AT"]["share"].text() == "unknown"


def test_pledges_of_2026_as_far_as_known():
    pledges = reference.pledges(2026)
    assert set(pledges) == EU27
    assert {state for state, fields in pledges.items() if fields["role"].value == "benefitting"} == {
        "CY",
        "EL",
        "ES",
        "IT",
    }
    known = {
        state: fields["relocation"].number
        for state, fields in pledges.items()
        if state != "DK" and fields["relocation"].known
    }
    assert {state: number for state, number in known.items() if number} == {"DE": 4555, "FR": 3361}
    adjusted = {state: fields["adjustment"].number for state, fields in pledges.items() if "adjustment" in fields}
    assert adjusted == {"AT": 100, "CZ": 100, "EE": 50, "HR": 100, "PL": 100}
    assert pledges["RO"]["financial"].text() == "unknown"
    assert {state for state, fields in pledges.items() if "discharge" in fields} == {"DE", "FR"}


def test_known_relocation_pledges_with_spains_count_are_42_percent_of_the_reference_number():
    pledges, act = reference.pledges(2026), reference.act(2026)
    units = pledges["DE"]["relocation"].number + pledges["FR"]["relocation"].number + act["spain_relocations"].number
    assert units == 8878 and round(100 * units / act["reference_relocations"].number) == 42


@pytest.mark.parametrize("read", [reference.act, reference.votes, reference.published_shares, reference.pledges])
def test_the_act_of_another_year_is_not_held(read):
    with pytest.raises(BadInputError, match="of 2031 are held; expected one of 2026"):
        read(2031)


# --- reading a table of figures ---------------------------------------------------------------------------------------


HEADER = "key,value,unit,status,source,as_of,note\n"
REGISTER = {"act": "The act"}


def data_faults(tmp_path, text):
    path = tmp_path / "t.csv"
    path.write_text(HEADER + text)
    with pytest.raises(BadInputError) as caught:
        read_data(str(path), REGISTER)
    return [f"{fault.line}: {fault.field}: {fault.problem}" for fault in caught.value.faults]


def test_a_table_of_figures_is_read(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(HEADER + "a,1.5,percent,official,act act,2026-01-01,n\nb,,EUR,unknown,act,2026,\n")
    assert read_data(str(path), REGISTER) == (
        Datum("a", Fraction(3, 2), "percent", "official", "The act; The act", "2026-01-01", "n"),
        Datum("b", None, "EUR", "unknown", "The act", "2026"),
    )


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("a,,EUR,official,act,2026,", "2: value: '' does not go with status 'official'"),
        ("a,5,EUR,unknown,act,2026,", "2: value: '5' does not go with status 'unknown'"),
        ("a,5,EUR,guessed,act,2026,", "2: status: 'guessed' is not a status"),
        ("a,5,pounds,official,act,2026,", "2: unit: 'pounds' is not a unit"),
        ("a,5,EUR,official,,2026,", "2: source: '' is not a source"),
        ("a,5,EUR,official,act hearsay,2026,", "2: source: 'hearsay' is not a source"),
        ("a,5,EUR,official,act,,", "2: as_of: '' is not a date"),
        ("a,5,EUR,official,act,2026-13-01,", "2: as_of: '2026-13-01' is not a date"),
        ("a,x,EUR,official,act,2026,", "2: value: 'x' is not a number"),
        (",5,EUR,official,act,2026,", "2: key: is empty"),
        ("a,5,EUR,official,act,2026,\na,6,EUR,official,act,2026,", "3: key: 'a' stands above already"),
    ],
)
def test_a_figure_without_status_source_or_date_is_refused(tmp_path, row, expected):
    assert data_faults(tmp_path, row + "\n") == [expected]
