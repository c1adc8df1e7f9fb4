"""Distribution keys against the published tables, by name, and against the rules that a key has to keep."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairshare.faults import BadInputError
from fairshare.figures.reference import table as reference
from fairshare.law.choices import Choices
from fairshare.law.citation import REGISTER
from fairshare.law.keys import KEYS, RATES, cell_faults, compute, key_shares, reference_key, require_key
from fairshare.states import EU27, EU28, NAMES, PART_IV

DATA = Path(__file__).parents[1] / "data"
Table = dict[str, dict[str, Fraction]]
DROP = Choices({"ZERO_RATE": "drop"})


def rows(name: str) -> Table:
    with (DATA / name).open(encoding="utf-8") as file:
        return {
            row["state"]: {column: Fraction(cell) for column, cell in row.items() if column != "state"}
            for row in csv.DictReader(file)
        }


def deviations(shares: Mapping[str, Fraction], published: Mapping[str, Fraction]) -> dict[str, float]:
    """Share less published share, in percentage points."""
    return {state: 100 * float(shares[state] - published[state]) for state in published}


def shares_of(key: str, inputs: Table, states: list[str] | None = None) -> dict[str, Fraction]:
    return {state: found.share for state, found in key_shares(key, inputs, states=states).states.items()}


GRECH = rows("grech2016_table1.csv")
RELOCATION = rows("relocation_2015.csv")
EUROSTAT_2014: Table = {
    state: {field: reference("asylum_2014_2017")[f"{state}/2014/{field}"].number for field in ("population", "gdp")}
    for state in EU28
}
GDP_2013 = rows("eurostat_gdp_2013.csv")


def relocation_inputs(gdp: Mapping[str, Fraction]) -> Table:
    """Population 2014 from Eurostat; the two rates as Grech prints them for the same key."""
    return {
        state: {"population": EUROSTAT_2014[state]["population"], "gdp": gdp[state]}
        | {rate: GRECH[state][rate] for rate in RATES}
        for state in RELOCATION
    }


# --- the literature, by row of the methods' table of targets ---------------------------------------------------------


def toy() -> Table:
    """Two states alike but for size and two equal rates: 49 million at 9 %, 1 million at 11 %."""
    return {
        state: {"population": size, "gdp": size} | dict.fromkeys(RATES, rate)
        for state, size, rate in (("DE", Fraction(49), Fraction(9)), ("MT", Fraction(1), Fraction(11)))
    }


@pytest.mark.parametrize(
    ("key", "large", "small"), [("com2015-286", 0.8940, 0.1060), ("decision2015-1601", 0.9798, 0.0202)]
)
def test_grech_2016_toy_model(key: str, large: float, small: float) -> None:
    """Row 1: without the cap the richer, larger state gains from its *lower* unemployment less than from its size."""
    found = shares_of(key, toy())
    assert float(found["DE"]) == pytest.approx(large, abs=5e-5)
    assert float(found["MT"]) == pytest.approx(small, abs=5e-5)


def test_grech_2016_table_1_uncapped() -> None:
    """Row 2: the key of COM(2015) 286 on 32 states."""
    found = shares_of("com2015-286", GRECH, list(GRECH))
    assert max(map(abs, deviations(found, {s: row["mu_uncapped"] for s, row in GRECH.items()}).values())) <= 2e-2


def relative_change(key: str) -> dict[str, float]:
    """A key's share against the base share, in percent, as in the last two columns of the table."""
    base, found = shares_of("com2016-270", GRECH), shares_of(key, GRECH, list(GRECH))
    return {state: 100 * float(found[state] / base[state] - 1) for state in GRECH}


def test_grech_2016_table_1_capped_at_half_the_cap_of_equation_2() -> None:
    """Row 3: the printed table follows from c = 0.3 b, not from the paper's equation (2)."""
    found = shares_of("grech2016-table1", GRECH)
    assert max(map(abs, deviations(found, {s: row["mu_capped"] for s, row in GRECH.items()}).values())) <= 1e-2
    changes = relative_change("grech2016-table1")
    assert changes == pytest.approx({s: float(row["rel_capped_pct"]) for s, row in GRECH.items()}, abs=0.02)
    named = {"DE": -0.99, "FR": -1.89, "IT": -1.15, "UK": 0.18, "CY": 2.06}
    assert {state: changes[state] for state in named} == pytest.approx(named, abs=0.02)


def test_grech_2016_equation_2_as_printed_differs_from_the_table() -> None:
    """Row 4: with c = 0.6 b, which is the Decision's cap, Germany loses 2.84 % and not 0.99 %."""
    changes = relative_change("decision2015-1601")
    assert {s: changes[s] for s in ("DE", "FR")} == pytest.approx({"DE": -2.84, "FR": -3.74}, abs=0.02)


def test_decision_2015_1601_quotas_of_23_states() -> None:
    """Row 6: population and GDP 2014, cap 0.6 b; the allocations of both annexes."""
    found = shares_of("decision2015-1601", relocation_inputs({s: row["gdp"] for s, row in EUROSTAT_2014.items()}))
    total = sum(row["d1601_total"] for row in RELOCATION.values())
    off = deviations(found, {s: row["d1601_total"] / total for s, row in RELOCATION.items()})
    assert len(off) == 23
    assert sum(map(abs, off.values())) / 23 <= 0.03
    assert max(map(abs, off.values())) <= 0.25
    named = {"DE": 25.78, "FR": 19.61, "EE": 0.301, "MT": 0.107}
    assert {s: 100 * float(found[s]) for s in named} == pytest.approx(named, abs=0.05)


def test_com_2015_286_key_of_23_states() -> None:
    """Row 7: population 2014 and GDP 2013, no cap; Croatia's mean of applications covers only a part of the period."""
    found = shares_of("com2015-286", relocation_inputs({s: row["gdp"] for s, row in GDP_2013.items()}))
    off = deviations(found, {s: row["com286_pct"] / 100 for s, row in RELOCATION.items()})
    assert sum(abs(value) for state, value in off.items() if state != "HR") / 22 <= 0.10
    assert 100 * float(found["DE"]) == pytest.approx(21.91, abs=0.1)
    assert 100 * float(found["FR"]) == pytest.approx(16.88, abs=0.1)


def test_com_2015_286_annexes_round_each_state_by_itself() -> None:
    """Row 8: 23,998 and not 24,000 for Italy; the key's notes say so."""
    assert sum(row["com286_italy"] for row in RELOCATION.values()) == 23_998
    printed = sum(row["com286_pct"] for row in RELOCATION.values())
    assert printed == 100  # so the two missing persons come from rounding each state, not from the key
    for row in RELOCATION.values():  # the percentages have two places: half a unit and 0.005 % of the total
        assert abs(row["com286_italy"] - 240 * row["com286_pct"]) <= Fraction("0.5") + Fraction("1.2")
        assert abs(row["com286_greece"] - 160 * row["com286_pct"]) <= Fraction("0.5") + Fraction("0.8")
    assert any("23,998" in note for note in KEYS["com2015-286"].notes)


def test_bovens_bartsch_2015_quotas_of_23_states() -> None:
    """Row 9, with the workbook's total of 66,089 (its Spain has 8,113 where the Decision has 8,023)."""
    table = rows("bovens_bartsch_2015.csv")
    found = shares_of("bovens-bartsch", table)
    assert max(map(abs, deviations(found, {s: row["bb_pct"] / 100 for s, row in table.items()}).values())) <= 1e-9
    assert 100 * float(found["DE"]) == pytest.approx(37.8545, abs=5e-5)
    assert 100 * float(found["PL"]) == pytest.approx(3.4892, abs=5e-5)
    assert sum(row["commission_n"] for row in table.values()) == 66_089


def test_koenigstein_key_of_2015() -> None:
    """Row 10: 2/3 GDP and 1/3 population on the EU and EFTA, with the shares that Grech prints."""
    found = shares_of("koenigstein", GRECH)
    named = {"DE": 18.2, "UK": 14.1, "PL": 4.25}
    assert {s: 100 * float(found[s]) for s in named} == pytest.approx(named, abs=0.15)


# --- the law ----------------------------------------------------------------------------------------------------------


def of(**amounts: int) -> dict[str, Fraction]:
    return {column: Fraction(amount) for column, amount in amounts.items()}


@pytest.mark.law("AMMR 66", "AMMR Annex I")
def test_the_reference_key_halves_population_and_total_gdp() -> None:
    """Invariants I1 and I4: effects are parts of sums, the weights are one half each, the shares are exact."""
    found = key_shares("ammr", {"DE": of(population=30, gdp=10), "FR": of(population=10, gdp=10)})
    assert found.states["DE"].effects == {"population": Fraction(3, 4), "gdp": Fraction(1, 2)}
    assert found.states["DE"].share == Fraction(5, 8)
    assert found.cites == ("AMMR 66", "AMMR Annex I")
    assert [step.value for step in found.steps[:2]] == ["40", "20"]
    rule = REGISTER["fairshare.law.keys.reference_key"]
    assert rule.invariants == ("I1", "I2", "I3", "I4")


@pytest.mark.law("AMMR 66")
def test_only_states_bound_by_part_iv_have_a_share() -> None:
    """Invariant I2: Denmark and the associated states have none, Ireland has one."""
    found = reference_key({state: of(population=1, gdp=1) for state in (*EU27, "NO", "CH", "LI", "IS")})
    assert set(found.states) == PART_IV
    assert found.choices == {"STATES_LEFT_OUT": "CH, DK, IS, LI, NO"}
    assert found.missing == ()
    again = reference_key({"DK": of(population=1, gdp=1), "IE": of(population=1, gdp=1)}, states=["DK", "IE"])
    assert set(again.states) == {"IE"}
    assert again.choices == {"STATES": "IE", "STATES_LEFT_OUT": "DK"}


def test_a_missing_state_is_named_since_it_changes_every_share() -> None:
    found = reference_key({state: of(population=1, gdp=1) for state in PART_IV - {"MT"}})
    assert found.missing == ("MT",)
    assert found.choices == {"STATES_MISSING": "MT"}


def test_states_can_widen_a_key_of_the_past() -> None:
    inputs = {state: of(population=1, gdp=1, applications_per_million=1, unemployment_rate=1) for state in ("DE", "IT")}
    assert key_shares("com2015-286", inputs).choices["STATES_LEFT_OUT"] == "IT"
    assert set(key_shares("com2015-286", inputs, states=["DE", "IT"]).states) == {"DE", "IT"}


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: key_shares("fair", {}), "'fair' is not a key"),
        (lambda: key_shares("ammr", {"DE": of(population=1, gdp=1)}, states=["DE", "FR"]), "FR has no inputs"),
        (lambda: key_shares("ammr", {"DK": of(population=1, gdp=1)}), "none is in the key"),
        (lambda: key_shares("ammr", {}), "none is in the key"),
        (lambda: key_shares("ammr", {"DE": of(population=1)}), "gdp: column is missing"),
        (lambda: key_shares("ammr", {"DE": of(population=0, gdp=1)}), "population: DE is zero"),
        (lambda: key_shares("ammr", {"DE": of(population=1, gdp=-1)}), "gdp: DE is negative"),
        (lambda: key_shares("ammr", {"DE": of(population=1, gdp=1), "FR": of(gdp=1)}), "population: FR is empty"),
        (lambda: key_shares("ammr", {"DE": of(population=1, gdp=1)}, weights=of(gdp=1)), "has its own"),
        (lambda: key_shares("custom", {"DE": of(gdp=1)}), "make no key"),
        (lambda: key_shares("custom", {"DE": of(gdp=1)}, weights=of(gdp=-1)), "make no key"),
        (lambda: key_shares("custom", {"DE": of(gdp=1)}, weights=of(unemployment_rate=1)), "make no key"),
        (lambda: key_shares("custom", {"DE": of(area=0)}, weights=of(area=1)), "area: is zero for every state"),
        (
            lambda: key_shares("grech", {"DE": of(population=1, gdp=1, unemployment_rate=0)}),
            "unemployment_rate: is zero for every state",
        ),
        (
            lambda: key_shares(
                "bovens-bartsch", {"DE": of(population=1, gdp_per_head_ppp=1, job_vacancy_rate=1, share_over_65=1)}
            ),
            "min-max index is undefined",
        ),
    ],
)
def test_inputs_that_make_no_key(call: object, said: str) -> None:
    with pytest.raises(BadInputError) as error:
        call()  # type: ignore[operator]
    assert said in str(error.value)


# --- zero rates -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rate", [{}, {"unemployment_rate": Fraction()}])
def test_an_inverse_of_zero_or_nothing_is_an_error_unless_dropped(rate: dict[str, Fraction]) -> None:
    inputs = {
        "DE": of(population=1, gdp=1, area=1) | rate,
        "FR": of(population=1, gdp=1, area=1, unemployment_rate=8),
    }
    with pytest.raises(BadInputError, match="unemployment_rate: DE is"):
        key_shares("multi-factor", inputs)
    found = key_shares("multi-factor", inputs, choices=DROP)
    assert found.states["DE"].effects["unemployment_rate"] == 0
    assert found.states["FR"].share == Fraction(1, 2) * Fraction(9, 10) + Fraction(1, 10)
    assert found.choices == {"ZERO_RATE": "drop"}


def test_dropping_every_rate_leaves_the_levels() -> None:
    inputs = {
        "DE": of(population=3, gdp=3, area=3, unemployment_rate=0),
        "FR": of(population=1, gdp=1, area=1, unemployment_rate=0),
    }
    assert shares_of_dropped(inputs) == {"DE": Fraction(3, 4), "FR": Fraction(1, 4)}


def shares_of_dropped(inputs: Table) -> dict[str, Fraction]:
    return {s: found.share for s, found in key_shares("multi-factor", inputs, choices=DROP).states.items()}


def test_a_missing_rate_of_one_state_is_an_error_where_rates_multiply() -> None:
    inputs = {"DE": of(population=1, gdp=1, unemployment_rate=5), "FR": of(population=1, gdp=1)}
    for choices in (Choices(), DROP):
        faults = cell_faults(require_key("grech"), inputs, choices)
        assert [(f.state, f.column, f.problem) for f in faults] == [("FR", "unemployment_rate", "is empty")]


# --- other keys -------------------------------------------------------------------------------------------------------


def test_bmvi_annex_i_weights() -> None:
    """30 % land, 35 % sea (each 70 % length, 30 % workload), 20 % airports, 15 % consulates; a coast is enough."""
    key = KEYS["bmvi-border"]
    assert sum(key.levels.values()) == 1
    assert key.levels["land_border_weighted_length"] + key.levels["land_border_workload"] == Fraction("0.30")
    assert key.levels["sea_border_weighted_length"] == Fraction("0.7") * Fraction("0.35")
    inputs = {"FI": dict.fromkeys(key.levels, Fraction(1)), "MT": dict.fromkeys(key.levels, Fraction())}
    inputs["MT"]["sea_border_weighted_length"] = Fraction(1)
    assert shares_of("bmvi-border", inputs)["MT"] == Fraction("0.245") / 2


def test_custom_weights_are_scaled_and_rates_multiply() -> None:
    inputs = {"DE": of(population=1, gdp=3, unemployment_rate=4), "FR": of(population=1, gdp=1, unemployment_rate=8)}
    assert key_shares("custom", inputs, weights=of(population=2, gdp=2)).states["DE"].share == Fraction(5, 8)
    rated = key_shares("custom", inputs, weights=of(population=1, gdp=1, unemployment_rate=1))
    assert rated.states["DE"].effects["unemployment_rate"] == Fraction(4, 3)
    assert rated.states["FR"].effects["unemployment_rate"] == Fraction(2, 3)
    assert rated.states["DE"].share == Fraction(10, 13)


def test_a_strong_rate_takes_a_share_to_zero_and_not_below() -> None:
    inputs = {"DE": of(population=1, unemployment_rate=1), "FR": of(population=1, unemployment_rate=9)}
    found = key_shares("custom", inputs, weights=of(population=1, unemployment_rate=5))
    assert found.states["FR"].share == 0


def test_grech_uses_the_rates_that_the_inputs_have() -> None:
    base = {state: of(population=1, gdp=1) for state in ("DE", "FR")}
    assert set(key_shares("grech", base).states["DE"].effects) == {"population", "gdp"}
    both = {state: row | dict.fromkeys(RATES, Fraction(3)) for state, row in base.items()}
    assert set(key_shares("grech", both).states["DE"].effects) == {"population", "gdp", *RATES}


# --- axioms -----------------------------------------------------------------------------------------------------------

AMOUNT = st.integers(1, 10**9).map(Fraction)
COLUMNS = sorted({column for key in KEYS.values() for column in key.columns})


@st.composite
def inputs_of(draw: st.DrawFn, least: int = 2) -> Table:
    states = draw(
        st.lists(st.sampled_from(sorted(KEYS["com2015-286"].states or ())), min_size=least, max_size=6, unique=True)
    )
    table = {state: {column: draw(AMOUNT) for column in COLUMNS} for state in states}
    for column in KEYS["bovens-bartsch"].indices:  # a min-max index needs two values
        table[states[0]][column] = Fraction(10**9 + 1)
    return table


NAMED = st.sampled_from(sorted(set(KEYS) - {"custom"}))


@given(NAMED, inputs_of())
def test_shares_are_parts_of_one(key: str, inputs: Table) -> None:
    found = shares_of(key, inputs)
    assert sum(found.values()) == 1
    assert min(found.values()) >= 0
    assert list(found) == sorted(inputs)


@given(NAMED, inputs_of(), st.randoms())
def test_anonymity_row_order_changes_nothing(key: str, inputs: Table, random: object) -> None:
    order = list(inputs)
    random.shuffle(order)  # type: ignore[attr-defined]
    assert key_shares(key, {state: inputs[state] for state in order}) == key_shares(key, inputs)


@given(NAMED, inputs_of(), st.sampled_from(COLUMNS), AMOUNT)
def test_the_unit_of_a_column_changes_nothing(key: str, inputs: Table, column: str, factor: Fraction) -> None:
    scaled = {state: row | {column: row[column] * factor} for state, row in inputs.items()}
    assert shares_of(key, scaled) == shares_of(key, inputs)


@given(inputs_of())
def test_equal_rates_leave_the_base_share(inputs: Table) -> None:
    even = {state: row | dict.fromkeys(RATES, Fraction(5)) for state, row in inputs.items()}
    assert shares_of("grech", even) == shares_of("com2016-270", even)


@given(inputs_of(), st.sampled_from(RATES), st.sampled_from([("grech", None), ("custom", "own")]))
def test_rates_only_multiply_so_a_higher_rate_never_gains(
    inputs: Table, rate: str, which: tuple[str, str | None]
) -> None:
    """Grech's monotonicity: y_A > y_B and all else equal makes the relative change of A less than that of B."""
    other = next(name for name in RATES if name != rate)
    even = {state: row | {other: Fraction(1)} for state, row in inputs.items()}
    key, own = which
    weights = {"population": Fraction(1), "gdp": Fraction(1), rate: Fraction(1, 10)} if own else None
    found, base = key_shares(key, even, weights=weights).states, shares_of("com2016-270", even)
    for a in found:
        for b in found:
            if even[a][rate] > even[b][rate]:
                change_a, change_b = found[a].share / base[a], found[b].share / base[b]
                assert change_a < change_b or change_a == change_b == 0


@given(inputs_of())
def test_the_cap_binds_every_inverse_effect(inputs: Table) -> None:
    found = key_shares("decision2015-1601", inputs).states
    for state in found.values():
        base = (state.effects["population"] + state.effects["gdp"]) / 2
        assert all(state.effects[rate] <= Fraction(3, 5) * base for rate in RATES)
        assert state.effects["residual"] >= 0


@given(inputs_of())
def test_a_cap_that_never_binds_is_no_cap(inputs: Table) -> None:
    loose = replace(KEYS["decision2015-1601"], cap=Fraction(10**12))
    found = {state: share.share for state, share in compute(loose, inputs).states.items()}
    assert found == shares_of("com2015-286", inputs)


def test_the_table_of_keys_is_complete() -> None:
    for key in KEYS.values():
        assert key.formula and key.source and key.cites and key.notes
        assert (key.states or frozenset()) <= set(NAMES)
        assert key.name in {"custom"} or sum(key.levels.values()) + sum(key.inverse.values()) == 1


def test_a_key_prints_itself_and_gives_a_frame() -> None:
    """For a notebook: shares in per cent by state, and floats in a data frame."""
    inputs = {
        "DE": {"population": Fraction(3), "gdp": Fraction(1)},
        "FR": {"population": Fraction(1), "gdp": Fraction(1)},
    }
    result = key_shares("koenigstein", inputs)
    assert str(result).splitlines()[1:] == ["  DE   58.3333%", "  FR   41.6667%"]
    frame = result.to_frame()
    assert frame.columns[:2] == ["state", "share"]
    assert frame["share"].sum() == pytest.approx(1)
