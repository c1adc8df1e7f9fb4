"""The colours in light and dark: texts can be read on them, and neighbouring classes told apart (WCAG 2.2, 1.4)."""

from __future__ import annotations

from itertools import combinations

import pytest

SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])
TEXT_ON = {"q0": "on-low", "q1": "on-low", "q2": "on-middle", "q3": "on-high", "q4": "on-high", "unknown": "ink"}


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@SCHEMES
def test_text_on_every_class_can_be_read(colours: dict[str, dict[str, str]], scheme: str) -> None:
    of = colours[scheme]
    low = {ground: ratio for ground, text in TEXT_ON.items() if (ratio := contrast(of[ground], of[text])) < 4.5}
    assert low == {}


@SCHEMES
def test_classes_grow_steadily_away_from_the_page(colours: dict[str, dict[str, str]], scheme: str) -> None:
    of = colours[scheme]
    steps = [contrast(of[f"q{i}"], of[f"q{i + 1}"]) for i in range(4)]
    assert min(steps) > 1.3, steps
    assert contrast(of["q4"], of["paper"]) > contrast(of["q0"], of["paper"])


@SCHEMES
def test_bars_and_words_of_status_stand_out_from_the_page(colours: dict[str, dict[str, str]], scheme: str) -> None:
    of = colours[scheme]
    marks = ("relocation", "financial", "alternative", "total", "above", "below", "hatch")
    assert {name: contrast(of[name], of["paper"]) for name in marks if contrast(of[name], of["paper"]) < 3} == {}
    words = ("good", "bad", "mark", "soft")
    assert {name: contrast(of[name], of["paper"]) for name in words if contrast(of[name], of["paper"]) < 4.5} == {}


@SCHEMES
def test_no_two_kinds_share_a_colour(colours: dict[str, dict[str, str]], scheme: str) -> None:
    of = colours[scheme]
    kinds = ("relocation", "financial", "alternative")
    assert all(of[one] != of[other] for one, other in combinations(kinds, 2))
