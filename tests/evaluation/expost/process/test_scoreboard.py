"""The scoreboard: where a state lies among those known, without a rank."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from fairshare.evaluation.expost.measured import Figures, Measured, collected, part_of
from fairshare.evaluation.expost.process.fair_parts import PLEDGED
from fairshare.evaluation.expost.process.scoreboard import Board, scoreboard
from fairshare.states import PART_IV

STATES = sorted(PART_IV)
SHARE = "carried_out_of_recommendations"
"""An indicator of which more is better."""


def figure(key: str, definition: str, value: int | None) -> Measured:
    exact, status = (None, "unknown") if value is None else (Fraction(value), "official")
    return Measured(key, definition, exact, status, "2027-12-31", ("a table",))  # type: ignore[arg-type]


def told(name: str, **by_state: int | None) -> Figures:
    return collected(figure(f"{name}.{state}", name, value) for state, value in by_state.items())


def standings(board: Board) -> dict[str, str]:
    return {score.state: score.standing for score in board.scores}


def test_half_of_those_known_lie_around_the_median() -> None:
    (board,) = scoreboard(told(SHARE, AT=0, BE=40, DE=50, ES=60, FR=900, IT=None))
    assert (board.median.value, board.spread.value) == (50, 10)
    found = standings(board)
    assert {state: found[state] for state in ("AT", "BE", "DE", "ES", "FR", "IT", "SE")} == {
        "AT": "worse",
        "BE": "around",
        "DE": "around",
        "ES": "around",
        "FR": "better",
        "IT": "unknown",
        "SE": "unknown",
    }
    assert board.median.inputs == tuple(f"{SHARE}.{state}" for state in ("AT", "BE", "DE", "ES", "FR"))


def test_one_unit_is_rounding() -> None:
    """Slovenia pledged 90 of 91 units, Estonia 89 of 91; all others what the key gives them."""
    fair = dict.fromkeys(("AT", "BE", "DE", "EE", "ES", "SI"), 91)
    pledged = fair | {"SI": 90, "EE": 89}
    figures = {**told("fair_share", **fair), **told("pledged", **pledged)}
    parts = (
        part_of(f"{PLEDGED}.{state}", PLEDGED, figures[f"pledged.{state}"], figures[f"fair_share.{state}"])
        for state in fair
    )
    (board,) = scoreboard({**figures, **{part.key: part for part in parts}})
    found = standings(board)
    assert (board.median.value, board.spread.value) == (Fraction(1), Fraction(0))
    assert (found["SI"], found["EE"], found["AT"]) == ("around", "below", "around")


def test_what_is_better_follows_the_catalogue() -> None:
    values = {"AT": 0, "BE": 40, "DE": 50, "ES": 60, "FR": 900}
    (fewer,) = scoreboard(told("findings_serious", **values), ["findings_serious"])
    assert (standings(fewer)["AT"], standings(fewer)["FR"]) == ("better", "worse")
    assert scoreboard(told("findings_serious", **values)) == ()  # cases: large and small do not compare
    (plain,) = scoreboard(told("findings", **values), ["findings"])
    assert (standings(plain)["AT"], standings(plain)["FR"]) == ("below", "above")


def test_states_stand_by_their_codes_and_four_are_too_few() -> None:
    (board,) = scoreboard(told(SHARE, FR=1, AT=2, BE=3, DE=4, ES=5))
    assert [score.state for score in board.scores] == STATES
    assert scoreboard(told(SHARE, AT=1, BE=2, DE=3, ES=4, FR=None)) == ()


def test_a_change_stands_beside_the_level_where_there_is_one() -> None:
    levels = told(SHARE, AT=1, BE=2, DE=3, ES=4, FR=5)
    change = figure(f"change.{SHARE}.AT", SHARE, -2)
    (board,) = scoreboard({**levels, change.key: change})
    assert [score.change for score in board.scores[:2]] == [change.key, None]


@given(st.lists(st.integers(-5, 5), min_size=5, max_size=26))
def test_at_least_half_are_around_and_better_and_worse_change_places_with_the_sign(values: list[int]) -> None:
    (board,) = scoreboard(told(SHARE, **dict(zip(STATES, values, strict=False))))
    around = [state for state, standing in standings(board).items() if standing == "around"]
    assert 2 * len(around) >= len(values)
    (mirrored,) = scoreboard(told(SHARE, **dict(zip(STATES, (-v for v in values), strict=False))))
    swap = {"better": "worse", "worse": "better"}
    assert {s: swap.get(v, v) for s, v in standings(board).items()} == standings(mirrored)


def test_who_owes_nothing_is_left_out_of_what_is_owed() -> None:
    levels = told("pledged_of_fair_share", AT=1, BE=2, DE=3, ES=4, FR=5, HU=None)
    (board,) = scoreboard(levels)
    assert [score.state for score in board.scores] == ["AT", "BE", "DE", "ES", "FR", "HU"]
    assert standings(board)["HU"] == "unknown"
