"""The picture of flows: as wide as they are, and nothing of what is unknown or empty."""

from __future__ import annotations

from fractions import Fraction

from fairshare.workbench.reports.flows import picture

CELLS = {("IT", "DE"): "a", ("IT", "FR"): "b", ("EL", "DE"): "c", ("EL", "MT"): "d"}
VALUES = {"a": Fraction(300), "b": Fraction(100), "c": Fraction(50), "d": None}


def test_the_largest_stand_first_and_heights_are_in_proportion() -> None:
    drawn = picture(CELLS, VALUES)
    heights = {node.code: node.height for node in drawn.nodes}
    assert [node.code for node in drawn.nodes] == ["IT", "EL", "DE", "FR"]
    assert abs(heights["IT"] / heights["EL"] - 8) < 0.05 and abs(heights["DE"] / heights["FR"] - 3.5) < 0.05


def test_what_is_unknown_or_nothing_is_not_drawn() -> None:
    assert [(one.origin, one.target, one.key) for one in picture(CELLS, VALUES).ribbons] == [
        ("IT", "DE", "a"), ("IT", "FR", "b"), ("EL", "DE", "c"),
    ]  # fmt: skip
    assert picture(CELLS, dict.fromkeys(VALUES, Fraction(0))).ribbons == ()


def test_all_stands_within_the_picture() -> None:
    drawn = picture(CELLS, VALUES)
    assert all(node.y >= 0 and node.y + node.height <= drawn.height for node in drawn.nodes)
