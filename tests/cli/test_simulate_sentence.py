"""The answer of a league in one sentence: figures with intervals, and no verdict that the draws do not bear."""

from __future__ import annotations

import numpy as np
import pytest

from fairshare.cli.simulate_answer import Answer
from fairshare.cli.simulate_sentence import sentence, short_titles, too_few
from fairshare.evaluation.mechanisms.league import over_years, pairs, ranking
from fairshare.evaluation.mechanisms.measures import NAMES, measure
from fairshare.law.mechanisms.catalogue import CATALOGUE
from fairshare.simulation.ensemble import Study

CALLED = {"ammr": "New", "dublin-as-applied": "Old", "pure-key": "Key", "no-system": "None"}


def league(values: dict[str, list[float]], name: str = "hoover_persons", level: float = 0.95) -> Answer:
    """A league of one year in which one measure of each mechanism has these values in the draws."""
    draws = np.full((len(next(iter(values.values()))), len(values), 1, len(NAMES)), np.nan)
    draws[:, :, 0, NAMES.index(name)] = np.array(list(values.values())).T
    of, names, by = over_years(draws[:, :, :, NAMES.index(name)]), list(values), measure(name)
    study = Study(None, tuple(CATALOGUE[one] for one in names), (2025,), 0.01, 1)  # type: ignore[arg-type]
    assert by.better != "neither"
    found = pairs(of, names, by.better, level), ranking(of, names, by.better)
    return Answer(study, (), draws, {}, by, level, *found, {})


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (20, "“New” is fairer in 100 % of draws."),
        (19, "“New” is fairer in 95 % of draws."),
        (18, "not distinguishable."),
        (0, "“Old” is fairer in 100 % of draws."),
    ],
)
def test_the_new_rules_are_held_against_the_old_ones(ahead: int, said: str) -> None:
    new = [0.2] * ahead + [0.4] * (20 - ahead)
    told = sentence(league({"pure-key": [0.0] * 20, "dublin-as-applied": [0.3] * 20, "ammr": new}), CALLED)
    assert told.endswith(said)
    assert ", and 30.0 % (30.0 to 30.0 %) under “Old”: " in told
    assert ") of all persons would have to be another state's responsibility to meet the key under “New”" in told


def test_without_both_the_first_is_held_against_the_last() -> None:
    told = sentence(league({"no-system": [0.3] * 20, "pure-key": [0.0] * 20}), CALLED)
    assert "under “Key”" in told and told.endswith("under “None”: “Key” is fairer in 100 % of draws.")


def test_one_alone_is_told_alone() -> None:
    assert sentence(league({"ammr": [0.25] * 3}), CALLED).endswith("to meet the key under “New”.")


def test_any_other_measure_is_named() -> None:
    told = sentence(league({"ammr": [2.0], "dublin-as-applied": [3.0]}, "limbo"), CALLED)
    assert told.startswith(
        f"{measure('limbo').title} is 2.00 (2.00 to 2.00) months under “New”, and 3.00 (3.00 to 3.00) months"
    )


def test_too_few_draws_are_said_to_be_too_few_for_the_level_asked_for() -> None:
    values = {"ammr": [0.2] * 10, "dublin-as-applied": [0.3] * 10}
    assert sentence(league(values), CALLED).endswith("too few draws to tell them apart.")
    assert too_few(league(values)) == "Nothing can be told apart with fewer than 20 draws at a level of 0.95."
    assert sentence(league(values, level=0.9), CALLED).endswith("“New” is fairer in 100 % of draws.")
    assert too_few(league(values, level=0.9)) == ""


def test_nothing_is_ranked_where_no_draw_has_every_value() -> None:
    told = sentence(league({"ammr": [0.2], "pure-key": [np.nan]}), CALLED)
    assert (
        told == f"Nothing can be ranked: in no draw has every mechanism a value of {measure('hoover_persons').title}."
    )


def test_short_titles_of_the_catalogue_are_told_apart() -> None:
    short = short_titles({name: one.title for name, one in CATALOGUE.items()})
    assert len(set(short.values())) == len(CATALOGUE)
