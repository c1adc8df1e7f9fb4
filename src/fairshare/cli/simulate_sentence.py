"""The answer of a league in one sentence, for the page and the terminal: would the Regulation in force be fair?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from math import floor
from typing import TYPE_CHECKING, Final

from fairshare.cli.simulate_drawn import interval
from fairshare.evaluation.mechanisms.league import Figure, Pair, figure, least_draws, over_years
from fairshare.evaluation.mechanisms.measures import HEADLINE, NAMES

if TYPE_CHECKING:
    from fairshare.cli.simulate_answer import Answer

ASKED: Final = ("ammr", "dublin-as-applied")
"""The mechanism that the answer is about, and the one that it is held against, where a league has both."""

_HEADLINE: Final = "{} of all persons would have to be another state's responsibility to meet the key"


def short_titles(titles: Mapping[str, str]) -> dict[str, str]:
    """Titles up to the first colon or comma, where that tells them apart; else whole.

    >>> short_titles({"a": "Pure key: by the key", "b": "Quotas, sold", "c": "Quotas, given"})
    {'a': 'Pure key', 'b': 'Quotas, sold', 'c': 'Quotas, given'}
    """
    cut = {name: re.split(r"[:,] ", title)[0] for name, title in titles.items()}
    often = Counter(cut.values())
    return {name: cut[name] if often[cut[name]] == 1 else title for name, title in titles.items()}


def mean_of_years(found: Answer, name: str) -> dict[str, Figure | None]:
    """A measure by mechanism: mean of the years, with the interval of the draws."""
    values = over_years(found.draws[:, :, :, NAMES.index(name)])
    return {mechanism: figure(values[:, place]) for place, mechanism in enumerate(found.study.names)}


def sentence(found: Answer, called: Mapping[str, str]) -> str:
    """What the measure of the ranking is under two mechanisms, with intervals, and whether they can be told apart.

    The two are :data:`ASKED`, or else the first and the last of the ranking. ``called``: mechanisms by their titles.
    """
    order = [one.mechanism for one in found.ranking]
    if not order:
        return f"Nothing can be ranked: in no draw has every mechanism a value of {found.ranked_by.title}."
    first, second = ASKED if set(ASKED) <= set(order) else (order[0], order[-1])
    values = mean_of_years(found, found.ranked_by.name)
    says = _HEADLINE if found.ranked_by.name == HEADLINE else f"{found.ranked_by.title} is {{}}"
    told = f"{says.format(_amount(found, values[first]))} under “{called[first]}”"
    apart = [pair for pair in found.pairs if {pair.first, pair.second} == {first, second}]
    if not apart:
        return f"{told}."
    return f"{told}, and {_amount(found, values[second])} under “{called[second]}”: {_apart(found, apart[0], called)}."


def percent(part: float) -> str:
    """Never rounded up to all draws."""
    return f"{floor(1000 * part + 1e-9) / 10:g} %"


def too_few(found: Answer) -> str:
    """That there are fewer draws than can tell anything apart; empty where there are enough."""
    least = least_draws(found.level)
    if len(found.draws) >= least:
        return ""
    return f"Nothing can be told apart with fewer than {least:,} draws at a level of {found.level:g}."


def _amount(found: Answer, one: Figure | None) -> str:
    if one is None:
        return "no value"
    if found.ranked_by.name == HEADLINE:
        return f"{100 * one.mean:.1f} % ({100 * one.low:.1f} to {100 * one.high:.1f} %)"
    return f"{interval(one)} {found.ranked_by.unit}"


def _apart(found: Answer, pair: Pair, called: Mapping[str, str]) -> str:
    if pair.told_apart:
        return f"“{called[pair.fairer]}” is fairer in {percent(pair.part)} of draws"
    return "too few draws to tell them apart" if too_few(found) else "not distinguishable"
